"""The command menus of the manifest, from the verbs that every platform shares.

A menu only puts its words into the message box; what is sent is read by the same parser as
anything typed. So a menu holds what people look for first, never all there is.
"""

from __future__ import annotations

from collections.abc import Mapping

from chatdesk import i18n
from chatdesk.adapters.talk.verbs import BY_NAME

MOST_COMMANDS = 12

CHANNEL = (
    "open",
    "list",
    "show",
    "ack",
    "reply",
    "severity",
    "wait",
    "escalate",
    "resolve",
    "approve",
    "explain",
    "help",
)
PERSONAL = (
    "home",
    "open",
    "list",
    "show",
    "ack",
    "reply",
    "severity",
    "escalate",
    "resolve",
    "approve",
    "explain",
    "help",
)


def commands(names: tuple[str, ...], language: str) -> list[Mapping[str, str]]:
    """A menu's lines: what is put into the message box, and what it does."""
    return [{"title": BY_NAME[name].named(language), "description": _described(name, language)} for name in names]


def _described(name: str, language: str) -> str:
    if name == "help":
        return i18n.plain(language, "help.title")
    does = i18n.plain(language, f"help.{name}.does")
    number = i18n.plain(language, "help.a_number")
    form = i18n.plain(language, f"help.{name}.form", number=number)
    does = does[:1].upper() + does[1:]
    return does if form == BY_NAME[name].named(language) else f"{does}: {form}"
