"""Composition objects: text, options, confirmation dialogs and what else elements are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .checks import Check, Spot, any_of, array, boolean, by_type, one_of, shape, string, url
from .refusal import Finding

MAX_TEXT = 3000


def plain(high: int = MAX_TEXT) -> Check:
    """A plain_text object; `emoji` is its own field, `verbatim` belongs to mrkdwn."""
    return by_type({"plain_text": shape({"text": string(1, high)}, {"emoji": boolean})})


def text(high: int = MAX_TEXT) -> Check:
    """A plain_text or mrkdwn object."""
    return by_type(
        {
            "plain_text": shape({"text": string(1, high)}, {"emoji": boolean}),
            "mrkdwn": shape({"text": string(1, high)}, {"verbatim": boolean}),
        }
    )


def option(words: Check, description: Check, *, has_url: bool = False) -> Check:
    optional = {"description": description} | ({"url": url()} if has_url else {})
    return shape({"text": words, "value": string(1, 150)}, optional)


SELECT_OPTION = option(plain(75), plain(75))
OVERFLOW_OPTION = option(plain(75), plain(75), has_url=True)
CHOICE_OPTION = option(text(75), text(75))
OPTION_GROUP = shape({"label": plain(75), "options": array(SELECT_OPTION, 1, 100)}, {})

CONFIRM = shape(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": one_of("primary", "danger")},
)
PLACEHOLDER = plain(150)
DISPATCH_CONFIG = shape({}, {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)})
CONVERSATION_FILTER = shape(
    {},
    {
        "include": array(one_of("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
    any_of("include", "exclude_external_shared_channels", "exclude_bot_users"),
)
SLACK_FILE = shape({}, {"id": string(1, 255), "url": url()}, any_of("id", "url"))


def initial_among_options(value: Any, spot: Spot) -> Iterator[Finding]:
    """What is chosen at first must be one of the options, whole and unchanged."""
    groups = [one for group in value.get("option_groups", []) for one in group["options"]]
    there = [*value.get("options", []), *groups]
    for key in ("initial_option", "initial_options"):
        chosen = value.get(key, [])
        for one in chosen if isinstance(chosen, list) else [chosen]:
            if one not in there:
                yield spot.at(key).wrong(f"`{key}` must be among the options")
