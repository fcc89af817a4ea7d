"""Rule text becomes a Program: source -> tokens -> tree -> names -> typed IR, each step a folder or file here."""
