"""Neutral cards and forms to Teams' JSON: pure functions, the same card always gives the same bytes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from chatdesk.adapters.talk.plain_text import clamp, shown
from chatdesk.adapters.teams.card_buttons import button_rows
from chatdesk.adapters.teams.card_forms import fields_of, form_actions, form_elements
from chatdesk.adapters.teams.card_lines import JSON, Mentions, mentions_in
from chatdesk.adapters.teams.card_parts import card_elements, remark_element, title_element
from chatdesk.adapters.teams.card_text import escaped
from chatdesk.cards.model import Bullets, Card, Facts, FieldOption, Form, Line, Paragraph, Quote, Small, Tone, Words
from chatdesk.core.places import Identity

CONTENT_TYPE = "application/vnd.microsoft.card.adaptive"
SCHEMA = "http://adaptivecards.io/schemas/adaptive-card.json"
VERSION = "1.5"
# Teams takes 100 KB of UTF-16 for a whole message; a quarter of it leaves room for what is around a card.
CARD_BYTES = 24 * 1024
SUMMARY_LIMIT = 4000
DIALOG_TITLE_LIMIT = 100
# How much of a quote and of the fallback text is kept, ever less until the card fits.
_LIMITS = ((8000, 2000), (4000, 2000), (2000, 1000), (1000, 500), (400, 300), (120, 200))


@dataclass(frozen=True)
class Known:
    """What pure rendering is told of the world.

    `addresses` are the `29:…` ids by which Teams mentions people; `people` whom a person field
    offers; `language` that of a form's own words.
    """

    addresses: Mapping[Identity, str] = field(default_factory=dict)
    people: tuple[FieldOption, ...] = ()
    language: str = "en"


def message(card: Card, known: Known) -> JSON:
    """A card as an activity. `summary` is what notifications show."""
    return {
        "type": "message",
        "summary": clamp(shown(card.text).strip(), SUMMARY_LIMIT) or "–",
        "attachments": [{"contentType": CONTENT_TYPE, "content": adaptive(card, known)}],
    }


def plain_message(text: str) -> JSON:
    """Words alone, in which nothing is parsed."""
    return {"type": "message", "textFormat": "plain", "text": shown(text).strip() or "–"}


def adaptive(card: Card, known: Known) -> JSON:
    """The bare Adaptive Card. Quotes are cut first, then blocks left out, until it is within 24 KB."""
    mentions = mentions_in(_lines(card), known.addresses)
    buttons = button_rows(card.buttons)
    for quote_limit, text_limit in _LIMITS:
        body = card_elements(card, quote_limit, mentions)
        made = _card([*body, *buttons], clamp(card.text, text_limit), mentions)
        if _bytes(made) <= CARD_BYTES:
            return made
    whole = len(body)
    while body:
        body.pop()
        # As under a quote that was cut: how many parts are left out.
        gap = remark_element(f"… (+{whole - len(body)})", isSubtle=True)
        made = _card([*body, gap, *buttons], clamp(card.text, _LIMITS[-1][1]), mentions)
        if _bytes(made) <= CARD_BYTES:
            break
    return made


def form_card(
    form: Form,
    origin: Mapping[str, str],
    known: Known,
    *,
    values: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    remark: str = "",
    is_dialog: bool,
) -> JSON:
    """A form, for a dialog or as a card in a chat. `origin` says where it was asked for; it comes back with the
    values and is no authority. `values` were entered before, `errors` stand below their fields, `remark` on top.
    """
    data: JSON = {
        "send": form.verb,
        "args": dict(form.args),
        "origin": dict(origin),
        "asked": ",".join(each.key for each in fields_of(form)),
    }
    body = form_elements(
        form,
        known.people,
        known.language,
        data=data,
        values=values or {},
        errors=errors or {},
        is_dialog=is_dialog,
    )
    if remark:
        note = {"type": "Container", "style": "warning", "items": [remark_element(remark)]}
        body.insert(0, note)
    if not is_dialog:
        body.insert(0, title_element((Words(form.title),), Tone.CALM, Mentions()))
    made = _card(body or [remark_element("…")], form.title, Mentions())
    actions = form_actions(form, data, is_dialog=is_dialog)
    return made | ({"actions": actions} if actions else {})


def task_continue(title: str, card: JSON) -> JSON:
    """The answer that opens a dialog, or shows its next step."""
    value = {
        "title": clamp(shown(title).strip(), DIALOG_TITLE_LIMIT) or "–",
        "width": "medium",
        "height": "medium",
        "card": {"contentType": CONTENT_TYPE, "content": card},
    }
    return {"task": {"type": "continue", "value": value}}


def task_message(text: str) -> JSON:
    """The answer that ends a dialog with a sentence."""
    return {"task": {"type": "message", "value": shown(text).strip() or "–"}}


def card_answer(card: JSON) -> JSON:
    """The body of an answer to a click: this card takes the place of the one that was clicked."""
    return {"statusCode": 200, "type": CONTENT_TYPE, "value": card}


def text_answer(text: str) -> JSON:
    """The body of an answer to a click: a sentence that passes."""
    return {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": shown(text) or "–"}


def error_answer(code: str, text: str, status: int) -> JSON:
    """The body of an answer to a click that failed: `status` is 4xx or 5xx, `text` for the person who clicked."""
    value = {"code": code, "message": shown(text) or "–"}
    return {"statusCode": status, "type": "application/vnd.microsoft.error", "value": value}


def _card(body: list[JSON], text: str, mentions: Mentions) -> JSON:
    teams: JSON = {"width": "Full"}
    entities = mentions.entities(json.dumps(body, ensure_ascii=False))
    if entities:
        teams["entities"] = entities
    return {
        "type": "AdaptiveCard",
        "$schema": SCHEMA,
        "version": VERSION,
        # Phones that know no 1.5 show it as a text block, so it is markdown.
        "fallbackText": escaped(text).strip() or "–",
        "body": body,
        "msteams": teams,
    }


def _lines(card: Card) -> Iterator[Line]:
    yield card.title
    for block in card.blocks:
        match block:
            case Paragraph(line) | Small(line):
                yield line
            case Facts(facts):
                yield from (fact.value for fact in facts)
            case Bullets(lines):
                yield from lines
            case Quote():
                pass


def _bytes(made: JSON) -> int:
    return len(json.dumps(made, ensure_ascii=False, separators=(",", ":")).encode())
