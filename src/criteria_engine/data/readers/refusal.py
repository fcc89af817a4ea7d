"""A reader deep inside a file gives up, and says with which fault."""

from criteria_engine.diagnostics.fault import Fault


class Refused(Exception):
    """Raised inside readers of bytes, never out of them: the file, or a sheet of it, is not read, for this fault."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.code)
        self.fault = fault
