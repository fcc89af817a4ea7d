"""Arguments that suppose something of a unit (`FACT=VALUE`) become suppositions."""

from criteria_engine.cli.options import WrongUsage
from criteria_engine.cli.screen import Screen
from criteria_engine.cli.words import said
from criteria_engine.data.supposing import Supposition


def suppositions_of(given: list[str] | None, unset: list[str] | None, option: str, screen: Screen) -> list[Supposition]:
    """What `FACT=VALUE` arguments suppose, then (missing) what `unset` names; each says where it was written."""
    found: list[Supposition] = []
    for text in given or ():
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise WrongUsage(said(screen.tongue, "bad_setting", found=text, option=option))
        found.append(Supposition(name, value, f"{option} {text}"))
    return found + [Supposition(name, None, f"--unset {name}") for name in unset or ()]
