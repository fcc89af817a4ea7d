"""Rule text is laid out anew from its own tokens, comments and blank lines; its keywords may change tongue, nothing else does."""
