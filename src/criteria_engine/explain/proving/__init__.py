"""From an evaluation to its proof, construct by construct; every truth and number is the evaluation's own."""
