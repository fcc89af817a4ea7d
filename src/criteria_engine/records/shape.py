"""Data of unknown shape are asked for what should stand there, and each wrong answer says where."""

from collections.abc import Collection, Iterator
from typing import Any

from attrs import frozen


class Malformed(ValueError):
    """A value that is absent or not what its place asks for; `at` is its path."""

    def __init__(self, at: str) -> None:
        super().__init__(at)
        self.at = at


@frozen(eq=False)
class At:
    """A value and its path. Every question raises Malformed where the value does not answer it."""

    data: Any
    path: str = "$"

    def wrong(self) -> Malformed:
        """The error that says that this value is wrong."""
        return Malformed(self.path)

    def keys(self, needed: Collection[str], allowed: Collection[str] = ()) -> None:
        """The value is an object with all the keys needed, and no others but those allowed."""
        if not isinstance(self.data, dict):
            raise self.wrong()
        for key in needed:
            if key not in self.data:
                raise Malformed(f"{self.path}.{key}")
        for key in self.data:
            if key not in needed and key not in allowed:
                raise Malformed(f"{self.path}.{key[:80]}")

    def of(self, key: str) -> "At":
        """What stands under a key of the object."""
        if not isinstance(self.data, dict):
            raise self.wrong()
        if key not in self.data:
            raise Malformed(f"{self.path}.{key}")
        return At(self.data[key], f"{self.path}.{key}")

    def has(self, key: str) -> bool:
        """Whether the object has a key."""
        return isinstance(self.data, dict) and key in self.data

    def items(self) -> Iterator["At"]:
        """What stands in the list, one after the other."""
        if not isinstance(self.data, list):
            raise self.wrong()
        for index, item in enumerate(self.data):
            yield At(item, f"{self.path}[{index}]")

    def entries(self) -> Iterator[tuple[str, "At"]]:
        """The keys of the object, with what stands under them."""
        if not isinstance(self.data, dict):
            raise self.wrong()
        for key, item in self.data.items():
            yield key, At(item, f"{self.path}.{key[:80]}")

    def text(self) -> str:
        """The text that it is."""
        if not isinstance(self.data, str):
            raise self.wrong()
        return self.data

    def text_or_none(self) -> str | None:
        """The text that it is; None for null."""
        return None if self.data is None else self.text()

    def whole(self) -> int:
        """The whole number that it is."""
        if type(self.data) is not int:
            raise self.wrong()
        return self.data

    def yes_no(self) -> bool:
        """The yes or no that it is."""
        if not isinstance(self.data, bool):
            raise self.wrong()
        return self.data
