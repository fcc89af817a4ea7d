"""The reference meaning of the IR: clear before fast. Every other engine must agree with it."""
