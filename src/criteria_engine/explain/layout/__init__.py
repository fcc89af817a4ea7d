"""The parts of a proof laid out as items of a document, each with its sign, its cell of origin and its citations."""
