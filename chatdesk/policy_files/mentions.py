"""Where a file names its clauses, and where its texts stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from chatdesk.core.words import Words
from chatdesk.policy_files.document import Where
from chatdesk.policy_files.schema import PolicyFile


def mentions(file: PolicyFile) -> Iterator[tuple[str, Where]]:
    """Every clause id that a block names, and where, in the order of the model; the list of clauses itself left out."""
    for where, value in _values(file, ()):
        if where[:1] != ("clauses",) and where[-2:-1] == ("clauses",):
            yield value, where


def texts(file: PolicyFile) -> Iterator[tuple[Where, Words]]:
    """Every text of the file, and where it stands."""
    for where, value in _values(file, ()):
        if isinstance(value, Words):
            yield where, value


def _values(value: Any, where: Where) -> Iterator[tuple[Where, Any]]:
    if isinstance(value, BaseModel):
        for name, field in type(value).model_fields.items():
            yield from _values(getattr(value, name), (*where, field.alias or name))
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _values(item, (*where, key))
    elif isinstance(value, (list, tuple)):
        for number, item in enumerate(value):
            yield from _values(item, (*where, number))
    else:
        yield where, value
