"""A page's blocks of rule text become whole rule sets: a part stands in its page's ground."""

import re

from criteria_engine.language.syntax.keywords import keyword_of, keywords

from .pages import Block, Page

_ONCE = {"RULESET", "SUBJECT", "VERDICT"}
"""Sections that a rule set has once: a part that has one takes the place of the ground's."""

_HEADINGS = {"PILLAR", "CRITERION", "INDICATOR"}
"""A part with headings of its own takes the place of all of the ground's."""


def ground_of(of: Page) -> str:
    """The rule set in which the parts of a page stand."""
    found = [block.text for block in of.blocks if block.language == "criteria" and block.mark("ground") is not None]
    assert len(found) == 1, f"{of.name}: a page with parts has one ground"
    return found[0]


def whole_text(block: Block, of: Page) -> str:
    """The rule set that a block is, or stands in."""
    if block.mark("part") is None:
        return block.text
    return joined(block.text, ground_of(of))


def joined(part: str, ground: str) -> str:
    """The rule set that a part and its ground make."""
    own = [kind for kind, _ in sections(part)]
    replaced = {kind for kind in own if kind in _ONCE} | (_HEADINGS if set(own) & _HEADINGS else set())
    kept = [text for kind, text in sections(ground) if kind not in replaced]
    added = [text for kind, text in sections(part) if kind != "RULESET"]
    header = [text for kind, text in sections(part) if kind == "RULESET"]
    return "\n".join([*header, *kept, *added])


def sections(text: str) -> list[tuple[str, str]]:
    """The sections of rule text, each with the keyword that opens it; what stands before the first has none."""
    opening = {word.name for word in keywords().values() if word.opens == "section"}
    found: list[tuple[str, list[str]]] = [("", [])]
    for line in text.split("\n"):
        kind = opened_by(line)
        if kind in opening and not line.startswith(" "):
            found.append((kind, []))
        found[-1][1].append(line)
    return [(kind, "\n".join(lines)) for kind, lines in found if kind or any(lines)]


def opened_by(line: str) -> str:
    """The keyword with which a line begins; "" where it begins with none."""
    words = re.findall(r"\S+", line)
    for count in range(min(len(words), 6), 0, -1):
        found = keyword_of(" ".join(words[:count]))
        if found is not None:
            return found
    return ""
