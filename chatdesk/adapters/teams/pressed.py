"""What a card sends back: a button, or a form with its fields. All of it is what a client says, and no authority."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from chatdesk.adapters.talk.plain_text import clean
from chatdesk.adapters.teams.turn import text

_OURS = ("do", "ask", "send", "args", "origin", "asked", "redraw", "msteams")


@dataclass(frozen=True)
class Click:
    """A pressed button: its verb and arguments, and whether a form answers it."""

    verb: str
    args: Mapping[str, str]
    opens_form: bool


@dataclass(frozen=True)
class FormState:
    """A form that was sent. `asked` are the keys of the fields it had, `origin` what we gave it to carry.

    `is_redraw`: the person wants to see what their choices change, nothing more.
    """

    verb: str
    args: Mapping[str, str]
    origin: Mapping[str, str]
    values: Mapping[str, str]
    asked: tuple[str, ...]
    is_redraw: bool


def pressed(data: object) -> Click | FormState | None:
    """What a card sends back, or None where it is none of ours. Only texts by texts are read out of it."""
    if isinstance(data, str):
        data = _json(data)
    if not isinstance(data, Mapping):
        return None
    for key, opens_form in (("do", False), ("ask", True)):
        if text(data, key):
            return Click(text(data, key), _texts(data.get("args")), opens_form)
    if not text(data, "send"):
        return None
    asked = tuple(key for key in text(data, "asked").split(",") if key)
    fields: Iterable[str] = asked or [str(key) for key in data if key not in _OURS]
    found = {key: clean(text(data, key)).strip() for key in fields if key not in _OURS}
    return FormState(
        verb=text(data, "send"),
        args=_texts(data.get("args")),
        origin=_texts(data.get("origin")),
        values={key: value for key, value in found.items() if value},
        asked=asked,
        is_redraw=text(data, "redraw") == "yes",
    )


def _json(raw: str) -> object:
    try:
        return json.loads(raw)
    except ValueError:
        return None


def _texts(found: object) -> dict[str, str]:
    """Only texts by texts: anything else is not ours."""
    if not isinstance(found, Mapping):
        return {}
    return {str(key): clean(value) for key, value in found.items() if isinstance(value, str)}
