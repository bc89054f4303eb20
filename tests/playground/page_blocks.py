"""The blocks of the small app that the page is tested with."""

from __future__ import annotations

from typing import Any


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def button(text: str, action_id: str, **more: Any) -> dict[str, Any]:
    return {"type": "button", "text": plain(text), "action_id": action_id, "value": "v"} | more


def option(text: str, value: str) -> dict[str, Any]:
    return {"text": plain(text), "value": value}


LEVELS = [option("High", "high"), option("Low", "low")]
SURE = {
    "title": plain("Really?"),
    "text": plain("It cannot be undone."),
    "confirm": plain("Do it"),
    "deny": plain("No"),
}
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("New ticket"),
    "submit": plain("Create"),
    "close": plain("Leave"),
    "blocks": [
        {"type": "actions", "block_id": "top", "elements": [button("Change", "change_form")]},
        {
            "type": "input",
            "block_id": "title",
            "label": plain("Title"),
            "element": {"type": "plain_text_input", "action_id": "text"},
        },
        {
            "type": "input",
            "block_id": "level",
            "label": plain("Level"),
            "element": {"type": "radio_buttons", "action_id": "pick", "options": LEVELS},
        },
        {
            "type": "input",
            "block_id": "people",
            "label": plain("Who else"),
            "optional": True,
            "element": {"type": "multi_users_select", "action_id": "who", "placeholder": plain("Choose people")},
        },
    ],
}


def card(title: str) -> list[dict[str, Any]]:
    """A header, a text, and one of each element that stands in messages."""
    return [
        {"type": "header", "text": plain(title)},
        {"type": "section", "text": {"type": "mrkdwn", "text": "*Bold* <@U0BEN>"}},
        {
            "type": "actions",
            "block_id": "deeds",
            "elements": [
                button("Take", "take", style="primary"),
                button("Drop", "drop", style="danger", confirm=SURE),
                {"type": "static_select", "action_id": "level", "placeholder": plain("Level"), "options": LEVELS},
                {
                    "type": "overflow",
                    "action_id": "more",
                    "options": [option("Copy", "copy"), option("Print", "print")],
                },
                button("Break", "broken"),
            ],
        },
    ]
