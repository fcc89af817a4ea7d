"""Rule files and records made up at random: any that the syntax allows, and well-typed ones that compile."""
