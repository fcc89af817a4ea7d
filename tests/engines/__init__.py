"""Every engine against the interpreter: operations, cases of the contract, programs made up at random."""
