"""Whom a case and its events name."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields, is_dataclass
from typing import Any

# Where a case or one of its events names a person.
_NAMES_A_PERSON = frozenset({"by", "owner_id", "person_id", "requester_id", "taken_by", "told"})


def people_in(value: Any) -> Iterable[str]:
    """The ids of the people whom a case or its events name."""
    if is_dataclass(value):
        for field in fields(value):
            inner = getattr(value, field.name)
            if field.name not in _NAMES_A_PERSON:
                yield from people_in(inner)
            elif isinstance(inner, str):
                yield inner
            elif inner is not None:
                yield from inner
    elif isinstance(value, tuple):
        for inner in value:
            yield from people_in(inner)
