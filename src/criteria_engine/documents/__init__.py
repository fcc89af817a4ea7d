"""One document model, and a renderer a format: what explanations, tables and reports are made of."""
