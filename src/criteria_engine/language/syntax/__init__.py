"""Source text becomes a syntax tree: keyword table, tokens, LALR parser with recovery, tree builder."""
