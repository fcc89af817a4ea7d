"""Lines of LLVM's assembly for vectors: one line is one operation on so many lanes, a lane for each row."""

from attrs import define, field

Operand = str | int
"""A name that was assigned before, or a number that is the same in every lane."""


@define(eq=False)
class Lines:
    """The lines of a function in the making. Names are given out by the functions below; a number is written as a vector of itself. `flag` is how
    many bits a flag has in a register: one, or eight that are all the same, where a processor has no registers for single bits."""

    lanes: int
    flag: int = 1
    lines: list[str] = field(factory=list)
    _names: int = 0

    def type(self, width: int) -> str:
        """The type of a vector of numbers so many bits wide."""
        return f"<{self.lanes} x i{width}>"

    def written(self, operand: Operand, width: int) -> str:
        """An operand as it stands in a line."""
        if isinstance(operand, str):
            return operand
        if width == 1:
            return f"splat (i1 {'true' if operand else 'false'})"
        return f"splat (i{width} {operand})"

    def name(self) -> str:
        """A name that is not taken."""
        self._names += 1
        return f"%v{self._names}"

    def line(self, text: str) -> str:
        """Assign what an operation gives to a new name."""
        name = self.name()
        self.lines.append(f"  {name} = {text}")
        return name

    def put(self, operation: str, width: int, left: Operand, right: Operand) -> str:
        """An operation on two vectors of one width."""
        return self.line(f"{operation} {self.type(width)} {self.written(left, width)}, {self.written(right, width)}")

    def compare(self, order: str, width: int, left: Operand, right: Operand) -> str:
        """Single bits: in which lanes two numbers stand in an order."""
        return self.put(f"icmp {order}", width, left, right)

    def choose(self, bits: Operand, then: Operand, otherwise: Operand, width: int) -> str:
        """In each lane one of two numbers, as single bits say."""
        kind = self.type(width)
        asked = f"{self.type(1)} {self.written(bits, 1)}"
        return self.line(f"select {asked}, {kind} {self.written(then, width)}, {kind} {self.written(otherwise, width)}")

    def cast(self, name: str, old: int, new: int) -> str:
        """The same number in another width; what does not fit loses its upper bits."""
        if old == new:
            return name
        return self.line(f"{'sext' if new > old else 'trunc'} {self.type(old)} {name} to {self.type(new)}")

    def flags(self, bits: str) -> str:
        """Single bits as flags."""
        return self.cast(bits, 1, self.flag)

    def bits(self, flags: str) -> str:
        """Flags as single bits."""
        if self.flag > 1:
            return self.compare("slt", self.flag, flags, 0)
        return flags if flags.startswith("%") else self.put("and", 1, flags, flags)

    def widened(self, bits: str, width: int) -> str:
        """Single bits as the numbers 0 and 1."""
        return self.line(f"zext {self.type(1)} {bits} to {self.type(width)}")

    def function(self, name: str, parameters: tuple[str, ...], width: int, result: str) -> str:
        """The lines as a function of vectors, inside its module."""
        kind = self.type(width)
        given = ", ".join(f"{kind} {parameter}" for parameter in parameters)
        return "\n".join([f"define internal {kind} @{name}({given}) #0 {{", *self.lines, f"  ret {kind} {result}", "}"])
