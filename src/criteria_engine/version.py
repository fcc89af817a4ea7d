"""The version of the engine, as every output names it."""

VERSION = "0.1.0"
__version__ = VERSION
