"""Where the arrays of a tile lie, and how many rows a tile has so that all of them stay near the processor."""

from collections.abc import Hashable

from attrs import define, field

from criteria_engine.backends.columns.steps import HEAD, LANES

NEAR = 384 * 1024
"""So many bytes a tile has at most, where its rows do not become fewer than `FEWEST`."""

FEWEST, MOST = 64, 2048


def rows_of_tile(bits: int) -> int:
    """How many rows of so many bits: a power of two.

    >>> rows_of_tile(8), rows_of_tile(1000 * 8), rows_of_tile(10**6)
    (2048, 256, 64)
    """
    rows = MOST
    while rows > FEWEST and rows * bits > NEAR * 8:
        rows //= 2
    return rows


@define(eq=False)
class Layout:
    """The arrays of a tile, by what they are for. Each begins at a place that suits the widest load; after its rows there is room up to the end
    of a block."""

    rows: int
    size: int = HEAD
    places: dict[Hashable, int] = field(factory=dict)

    def place(self, key: Hashable, width: int) -> int:
        """Where the array of a key begins; it has so many bits a row."""
        found = self.places.get(key)
        if found is None:
            found = self.places[key] = self.free(max(self.rows, LANES) * width // 8)
        return found

    def free(self, many: int) -> int:
        """Where so many bytes begin that nothing else has."""
        found = self.size
        self.size += -(-many // 64) * 64
        return found
