"""Every class of faults there is, by its code."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

from criteria_engine.diagnostics import catalogue
from criteria_engine.diagnostics.fault import Fault


@cache
def fault_kinds() -> Mapping[str, type[Fault]]:
    """All classes of the catalogue by their codes, in the order of the codes.

    >>> fault_kinds()["R004"].__name__
    'BandNeverReached'
    """
    found: dict[str, type[Fault]] = {}
    for module in pkgutil.iter_modules(catalogue.__path__, f"{catalogue.__name__}."):
        loaded = importlib.import_module(module.name)
        for kind in vars(loaded).values():
            if isinstance(kind, type) and issubclass(kind, Fault) and kind is not Fault:
                assert found.setdefault(kind.code, kind) is kind, f"two kinds of faults have the code {kind.code}"
    return dict(sorted(found.items()))
