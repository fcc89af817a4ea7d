"""Records of evaluations: everything that a result was made of in one file, which can be checked and signed years later."""
