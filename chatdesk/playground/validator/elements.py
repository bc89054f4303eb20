"""Block elements: their fields and limits, and which of them may stand where."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from .checks import (
    Check,
    Spot,
    array,
    boolean,
    exactly_one_of,
    integer,
    matching,
    one_of,
    only,
    shape,
    string,
    url,
)
from .objects import (
    CHOICE_OPTION,
    CONFIRM,
    CONVERSATION_FILTER,
    DISPATCH_CONFIG,
    OPTION_GROUP,
    OVERFLOW_OPTION,
    PLACEHOLDER,
    SELECT_OPTION,
    SLACK_FILE,
    initial_among_options,
    plain,
    text,
)
from .refusal import Finding
from .rich_text import RICH_TEXT

ACTION_ID: Mapping[str, Check] = {"action_id": string(1, 255)}
COMMON: Mapping[str, Check] = {**ACTION_ID, "confirm": CONFIRM, "focus_on_load": boolean}
SELECT: Mapping[str, Check] = {**COMMON, "placeholder": PLACEHOLDER}
MULTI: Mapping[str, Check] = {**SELECT, "max_selected_items": integer(1, 1000)}
STATIC: Mapping[str, Check] = {
    "options": array(SELECT_OPTION, 1, 100),
    "option_groups": array(OPTION_GROUP, 1, 100),
}
INPUT: Mapping[str, Check] = {
    **ACTION_ID,
    "placeholder": PLACEHOLDER,
    "dispatch_action_config": DISPATCH_CONFIG,
    "focus_on_load": boolean,
}
ID = string(1, 255)
IDS = array(ID, 0, 1000)
DATE = matching(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])", "must be formatted as YYYY-MM-DD")
TIME = matching(r"([01]\d|2[0-3]):[0-5]\d", "must be formatted as HH:mm")
DECIMAL = matching(r"-?\d+(\.\d+)?", "must be a number")


def _lengths_in_order(value: Any, spot: Spot) -> Iterator[Finding]:
    high = value.get("max_length", 3000)
    if value.get("min_length", 0) > high:
        yield spot.at("min_length").wrong("`min_length` must not exceed `max_length`")
    if len(value.get("initial_value", "")) > high:
        yield spot.at("initial_value").wrong("`initial_value` must not exceed `max_length`")


def _numbers_in_order(value: Any, spot: Spot) -> Iterator[Finding]:
    if float(value.get("min_value", "-inf")) > float(value.get("max_value", "inf")):
        yield spot.at("min_value").wrong("`min_value` must not exceed `max_value`")


IMAGE = shape(
    {"alt_text": string(1, 2000)},
    {"image_url": url(), "slack_file": SLACK_FILE},
    exactly_one_of("image_url", "slack_file"),
)

ELEMENTS: dict[str, Check] = {
    "image": IMAGE,
    "button": shape(
        {"text": plain(75)},
        {
            **ACTION_ID,
            "url": url(),
            "value": string(0, 2000),
            "style": one_of("primary", "danger"),
            "confirm": CONFIRM,
            "accessibility_label": string(1, 75),
        },
    ),
    "overflow": shape({"options": array(OVERFLOW_OPTION, 1, 5)}, {**ACTION_ID, "confirm": CONFIRM}),
    "checkboxes": shape(
        {"options": array(CHOICE_OPTION, 1, 10)},
        {**COMMON, "initial_options": array(CHOICE_OPTION, 1, 10)},
        initial_among_options,
    ),
    "radio_buttons": shape(
        {"options": array(CHOICE_OPTION, 1, 10)},
        {**COMMON, "initial_option": CHOICE_OPTION},
        initial_among_options,
    ),
    "static_select": shape(
        {},
        {**SELECT, **STATIC, "initial_option": SELECT_OPTION},
        exactly_one_of("options", "option_groups"),
        initial_among_options,
    ),
    "multi_static_select": shape(
        {},
        {**MULTI, **STATIC, "initial_options": array(SELECT_OPTION, 1, 100)},
        exactly_one_of("options", "option_groups"),
        initial_among_options,
    ),
    "external_select": shape({}, {**SELECT, "initial_option": SELECT_OPTION, "min_query_length": integer(0, 1000)}),
    "multi_external_select": shape(
        {},
        {**MULTI, "initial_options": array(SELECT_OPTION, 1, 100), "min_query_length": integer(0, 1000)},
    ),
    "users_select": shape({}, {**SELECT, "initial_user": ID}),
    "multi_users_select": shape({}, {**MULTI, "initial_users": IDS}),
    "conversations_select": shape(
        {},
        {
            **SELECT,
            "initial_conversation": ID,
            "default_to_current_conversation": boolean,
            "response_url_enabled": boolean,
            "filter": CONVERSATION_FILTER,
        },
    ),
    "multi_conversations_select": shape(
        {},
        {
            **MULTI,
            "initial_conversations": IDS,
            "default_to_current_conversation": boolean,
            "filter": CONVERSATION_FILTER,
        },
    ),
    "channels_select": shape({}, {**SELECT, "initial_channel": ID, "response_url_enabled": boolean}),
    "multi_channels_select": shape({}, {**MULTI, "initial_channels": IDS}),
    "datepicker": shape({}, {**SELECT, "initial_date": DATE}),
    "timepicker": shape({}, {**SELECT, "initial_time": TIME, "timezone": string(1, 100)}),
    "datetimepicker": shape({}, {**COMMON, "initial_date_time": integer(1_000_000_000, 9_999_999_999)}),
    "plain_text_input": shape(
        {},
        {
            **INPUT,
            "initial_value": string(0, 3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        _lengths_in_order,
    ),
    "email_text_input": shape({}, {**INPUT, "initial_value": string(0, 3000)}),
    "url_text_input": shape({}, {**INPUT, "initial_value": string(0, 3000)}),
    "number_input": shape(
        {"is_decimal_allowed": boolean},
        {**INPUT, "initial_value": DECIMAL, "min_value": DECIMAL, "max_value": DECIMAL},
        _numbers_in_order,
    ),
    "rich_text_input": shape({}, {**INPUT, "initial_value": RICH_TEXT}),
    "file_input": shape({}, {**ACTION_ID, "filetypes": array(string(1, 20), 1, 100), "max_files": integer(1, 10)}),
    "feedback_buttons": shape(
        {
            "positive_button": shape(
                {"text": plain(75), "value": string(1, 2000)}, {"accessibility_label": string(1, 75)}
            ),
            "negative_button": shape(
                {"text": plain(75), "value": string(1, 2000)}, {"accessibility_label": string(1, 75)}
            ),
        },
        ACTION_ID,
    ),
    "icon_button": shape(
        {"icon": one_of("trash"), "text": plain(75)},
        {
            **ACTION_ID,
            "value": string(0, 2000),
            "confirm": CONFIRM,
            "accessibility_label": string(1, 75),
            "visible_to_user_ids": IDS,
        },
    ),
}

SELECTS = ("static_select", "external_select", "users_select", "conversations_select", "channels_select")
CHOICES = (
    *SELECTS,
    *(f"multi_{kind}" for kind in SELECTS),
    "checkboxes",
    "radio_buttons",
    "datepicker",
    "timepicker",
)
INPUTS = ("plain_text_input", "email_text_input", "url_text_input", "number_input", "rich_text_input")

ACCESSORIES = only("image", "button", "overflow", *CHOICES, of=ELEMENTS)
IN_ACTIONS = only("button", "overflow", *CHOICES, "datetimepicker", "rich_text_input", of=ELEMENTS)
IN_INPUT = only(*CHOICES, *INPUTS, "datetimepicker", "file_input", of=ELEMENTS)
IN_CONTEXT: dict[str, Check] = {"image": IMAGE, "plain_text": text(), "mrkdwn": text()}
IN_CONTEXT_ACTIONS = only("feedback_buttons", "icon_button", of=ELEMENTS)
INPUT_SURFACES = {"file_input": ("modal",)}
