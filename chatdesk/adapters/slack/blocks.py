"""Small typed builders of Block Kit. Each escapes and clamps what it is given; nothing else writes Slack's JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence

from chatdesk.adapters.slack.inlines import (
    JSON,
    SECTION_LIMIT,
    flat_inline,
    inlines,
    markup,
    text_element,
)
from chatdesk.adapters.slack.text import clamp_escaped
from chatdesk.adapters.talk.plain_text import clamp, shown, units
from chatdesk.cards.model import (
    Button,
    ChannelName,
    Confirm,
    FieldOption,
    Hyperlink,
    Inline,
    Line,
    Quoted,
    When,
    Who,
    Words,
)

HEADER_LIMIT = 150
CONTEXT_LIMIT = 10
ACTIONS_LIMIT = 25
BUTTON_LIMIT = 75
VALUE_LIMIT = 2000
OPTION_LIMIT = 75
OPTIONS_LIMIT = 100
RADIO_LIMIT = 10
LABEL_LIMIT = 2000
PLACEHOLDER_LIMIT = 150
INPUT_LIMIT = 3000


def plain(text: str, limit: int) -> JSON:
    """Text that is shown as it is. Empty text, which Slack refuses, becomes a dash."""
    return {"type": "plain_text", "text": clamp(shown(text).strip(), limit) or "–", "emoji": False}


def mrkdwn(escaped: str) -> JSON:
    """Text in Slack's markup, already escaped; no bare address or @name in it comes alive."""
    return {"type": "mrkdwn", "text": escaped, "verbatim": True}


def header(text: str, block_id: str) -> JSON:
    return {"type": "header", "block_id": block_id, "text": plain(text, HEADER_LIMIT)}


def rich(elements: Sequence[JSON], block_id: str) -> JSON:
    return {"type": "rich_text", "block_id": block_id, "elements": list(elements)}


def paragraph(line: Line) -> JSON:
    """A line as rich text: its strings are never parsed, so nobody's words ping, link or turn bold."""
    return {"type": "rich_text_section", "elements": inlines(line)}


def lines(many: Sequence[Line]) -> JSON:
    """Several lines in one paragraph."""
    elements: list[JSON] = []
    for number, line in enumerate(many):
        if number:
            elements.append({"type": "text", "text": "\n"})
        elements.extend(inlines(line))
    return {"type": "rich_text_section", "elements": elements or [text_element("–")]}


def bullets(many: Sequence[Line]) -> JSON:
    return {"type": "rich_text_list", "style": "bullet", "elements": [paragraph(line) for line in many]}


def quote(text: str, limit: int) -> JSON:
    """What a person wrote, whole, or cut with the number of characters left out."""
    whole = shown(text).strip() or "–"
    if units(whole) > limit:
        cut = clamp(whole, max(limit - 20, 1), "")
        whole = f"{cut}… (+{len(whole) - len(cut):,})"
    return {"type": "rich_text_quote", "elements": [text_element(whole)]}


def context(line: Line, block_id: str) -> JSON:
    """A footnote, in one piece: Slack sets the pieces of a context apart and breaks the line between them.

    With names or quoted words in it, it is plain text; with times or links beside them rich text, which is larger but
    parses nothing either.
    """
    if not any(_is_quoted(inline) for inline in line):
        return _small([mrkdwn(piece) for piece in _pieces(line)], block_id)
    if any(isinstance(inline, When | Hyperlink | ChannelName) for inline in line):
        return rich([paragraph(line)], block_id)
    return _small([plain("".join(flat_inline(inline) for inline in line), SECTION_LIMIT)], block_id)


def _small(elements: Sequence[JSON], block_id: str) -> JSON:
    return {"type": "context", "block_id": block_id, "elements": list(elements[:CONTEXT_LIMIT])}


def _pieces(line: Line) -> list[str]:
    """Our own words in markup: one piece, unless that is longer than Slack takes."""
    pieces = [""]
    for piece in map(markup, line):
        if pieces[-1].strip() and units(pieces[-1]) + units(piece) > SECTION_LIMIT:
            pieces.append("")
        pieces[-1] += piece
    return [piece.strip() or "–" for piece in pieces]


def _is_quoted(inline: Inline) -> bool:
    return isinstance(inline, Quoted | Who) or _would_be_drawn(inline)


def _would_be_drawn(inline: Inline) -> bool:
    """A customer is called what somebody typed: escaping leaves these signs, and Slack draws them."""
    return isinstance(inline, Words) and any(sign in inline.text for sign in "*_~`")


def divider(block_id: str) -> JSON:
    return {"type": "divider", "block_id": block_id}


def actions(buttons: Sequence[Button], block_id: str) -> JSON:
    elements = [button(each, f"do:{index}:{each.verb}") for index, each in enumerate(buttons[:ACTIONS_LIMIT])]
    return {"type": "actions", "block_id": block_id, "elements": elements}


def button(asked: Button, action_id: str) -> JSON:
    """`action_id` tells the verb, the value its arguments; `:form` at the end that a form answers the click."""
    value = json.dumps(dict(asked.args), separators=(",", ":"), ensure_ascii=False)
    if units(value) > VALUE_LIMIT:
        raise ValueError(f"the arguments of button {asked.verb} are longer than {VALUE_LIMIT}")
    made: JSON = {
        "type": "button",
        "action_id": f"{action_id}:form" if asked.opens_form else action_id,
        "text": plain(asked.label, BUTTON_LIMIT) | {"emoji": True},
        "value": value,
    }
    if asked.style in ("primary", "danger"):
        made["style"] = asked.style
    if asked.confirm:
        made["confirm"] = confirm(asked.confirm)
    return made


def confirm(asked: Confirm) -> JSON:
    return {
        "title": plain(asked.title, 100),
        "text": plain(asked.text, 300),
        "confirm": plain(asked.yes, 30),
        "deny": plain(asked.no, 30),
    }


def option(asked: FieldOption) -> JSON:
    made: JSON = {"text": plain(asked.label, OPTION_LIMIT), "value": clamp(asked.value, OPTION_LIMIT, "")}
    if asked.description:
        made["description"] = plain(asked.description, OPTION_LIMIT)
    return made


def input_block(
    key: str, label: str, element: JSON, *, block_id: str, hint: str | None, is_required: bool, redraws: bool
) -> JSON:
    """`key` is the element's id. Slack keeps what is typed in a redrawn form as long as `block_id` stays."""
    made: JSON = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, LABEL_LIMIT),
        "element": element | {"action_id": key},
        "optional": not is_required,
    }
    if hint:
        made["hint"] = plain(hint, LABEL_LIMIT)
    if redraws:
        made["dispatch_action"] = True
    return made


def top_text(text: str, limit: int = 4000) -> str:
    """The message's own text: all that screen readers and notifications get."""
    return clamp_escaped(shown(text).strip() or "–", limit)
