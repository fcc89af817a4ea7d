"""The words of a step, and how its functions take them."""

WORDS = 10
LANES = 32

HEAD = 64
"""A tile begins with so many bytes: of related rows, where the tile of the units is, where the places of the rows' units are, and the place of the
tile's first unit."""

SIGNATURE = "(ptr %step, ptr %tile, i64 %start, i64 %many) #0"
"""The step, the tile, the first row of the tile, and how many rows it has."""


def word(number: int, name: str) -> str:
    return f"""  %at_{name} = getelementptr i64, ptr %step, i64 {number}
  %{name} = load i64, ptr %at_{name}
"""


def place(number: int, name: str, tile: str = "%tile") -> str:
    return word(number, f"{name}_offset") + f"  %{name} = getelementptr i8, ptr {tile}, i64 %{name}_offset\n"
