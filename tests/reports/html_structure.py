"""A page as a reader's program takes it: elements in their nesting, with attributes and text; faults of nesting raise."""

from html.parser import HTMLParser

from attrs import define, field

EMPTY = frozenset(("meta", "link", "br", "input"))
DRAWN = frozenset(("rect", "circle"))


@define(eq=False)
class Element:
    name: str
    attributes: dict[str, str]
    within: "Element | None" = None
    parts: list["Element | str"] = field(factory=list)

    def all(self, *names: str) -> list["Element"]:
        """The elements below of these names, in order; any without names."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                found += [part] if not names or part.name in names else []
                found += part.all(*names)
        return found

    def text(self) -> str:
        return "".join(part if isinstance(part, str) else part.text() for part in self.parts)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = self.at = Element("", {})

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert len({name for name, _ in attrs}) == len(attrs), f"an attribute twice in {tag}"
        element = Element(tag, {name: value or "" for name, value in attrs}, self.at)
        self.at.parts.append(element)
        if tag not in EMPTY:
            self.at = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in EMPTY:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.at.name == tag, f"</{tag}> inside {self.at.name}"
        assert self.at.within is not None
        self.at = self.at.within

    def handle_data(self, data: str) -> None:
        self.at.parts.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")


def structure(page: str) -> Element:
    """The root of a page; raises AssertionError where its elements do not nest."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert reader.at is reader.root, f"{reader.at.name} is left open"
    return reader.root
