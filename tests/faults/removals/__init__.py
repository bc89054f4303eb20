"""Every removal there is: the `REMOVALS` of each module of this package."""

from __future__ import annotations

import importlib
import pkgutil
from collections import Counter

from tests.faults.removal import Removal


def removals() -> list[Removal]:
    """In the order of modules and within them. Raises ValueError if two have one name."""
    found: list[Removal] = []
    for module in sorted(pkgutil.iter_modules(__path__), key=lambda each: each.name):
        found += importlib.import_module(f"{__name__}.{module.name}").REMOVALS
    twice = [name for name, count in Counter(each.name for each in found).items() if count > 1]
    if twice:
        raise ValueError(f"two removals are called {', '.join(twice)}: give each its own name")
    return found
