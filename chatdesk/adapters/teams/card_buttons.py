"""Buttons of a card. What comes back with a click is told in `parse`; it names things and grants nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import ceil

from chatdesk.adapters.teams.card_lines import JSON, run
from chatdesk.adapters.teams.card_text import short
from chatdesk.cards.model import Button, Confirm

# The card library takes no more in one set, in the overflow menu or not.
ROW = 5
_MOST = 25
BUTTON_LIMIT = 60
_STYLES = {"primary": "positive", "danger": "destructive"}


def button_rows(buttons: Sequence[Button]) -> list[JSON]:
    """The buttons in even rows, and hidden below them the question that a button asks before it acts.

    Further rows rather than the overflow menu: whoever is late needs to see what can be done.
    """
    kept = list(buttons[:_MOST])
    rows = ceil(len(kept) / ROW)
    size = ceil(len(kept) / rows) if rows else 0
    made: list[JSON] = []
    for start in range(0, len(kept), size or 1):
        actions = [_action(button, f"ask{start + at}") for at, button in enumerate(kept[start : start + size])]
        made.append({"type": "ActionSet", "actions": actions} | ({"spacing": "small"} if start else {}))
    return [*made, *_questions(kept)]


def sent(verb: str, title: str, data: JSON, style: str = "plain") -> JSON:
    """A click that reaches us as an invoke, or as a message from clients that know no invokes."""
    fallback = submitted(title, data, style)
    return {"type": "Action.Execute", "title": fallback["title"], "verb": verb, "data": data} | {
        key: value for key, value in {"style": fallback.get("style"), "fallback": fallback}.items() if value
    }


def submitted(title: str, data: JSON, style: str = "plain") -> JSON:
    made: JSON = {"type": "Action.Submit", "title": short(title, BUTTON_LIMIT), "data": data}
    if style in _STYLES:
        made["style"] = _STYLES[style]
    return made


def _action(button: Button, question_id: str) -> JSON:
    args = dict(button.args)
    if button.opens_form:
        data = {"msteams": {"type": "task/fetch"}, "ask": button.verb, "args": args}
        return submitted(button.label, data, button.style)
    if button.confirm is not None:
        return _toggle(button.label, question_id, button.style)
    return sent(button.verb, button.label, {"do": button.verb, "args": args}, button.style)


def _questions(buttons: Sequence[Button]) -> Iterator[JSON]:
    for at, button in enumerate(buttons):
        if button.confirm is not None and not button.opens_form:
            yield _question(button, button.confirm, f"ask{at}")


def _question(button: Button, asked: Confirm, question_id: str) -> JSON:
    yes = sent(button.verb, asked.yes, {"do": button.verb, "args": dict(button.args)}, button.style)
    return {
        "type": "Container",
        "id": question_id,
        "isVisible": False,
        "style": "emphasis",
        "items": [
            {"type": "RichTextBlock", "inlines": [run(short(asked.title), is_strong=True)]},
            {"type": "RichTextBlock", "inlines": [run(short(asked.text, 600))], "spacing": "small"},
            {"type": "ActionSet", "actions": [yes, _toggle(asked.no, question_id, "plain")]},
        ],
    }


def _toggle(title: str, element_id: str, style: str) -> JSON:
    made: JSON = {
        "type": "Action.ToggleVisibility",
        "title": short(title, BUTTON_LIMIT),
        "targetElements": [element_id],
    }
    if style in _STYLES:
        made["style"] = _STYLES[style]
    return made
