"""A whole rule file as text."""

from criteria_engine.language.printing.declarations import header, section
from criteria_engine.language.printing.words import Words
from criteria_engine.language.tree.declarations import RuleFile


def rule_text(tree: RuleFile, tongue: str) -> str:
    """The text of a rule file in a tongue of the keyword table: parsing it gives the same tree."""
    words = Words(tongue)
    blocks = ["\n".join(header(tree.header, words)), *("\n".join(section(part, words)) for part in tree.sections)]
    return "\n\n".join(blocks) + "\n"
