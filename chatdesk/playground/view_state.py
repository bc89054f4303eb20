"""The values of interactive elements: what they start with, what a person enters, how Slack reports them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

JSON = dict[str, Any]
Entered = dict[str, dict[str, JSON]]

VALUE_TYPES = ("plain_text_input", "email_text_input", "url_text_input", "number_input")
"""element type -> (key in state and action, key of the initial value, value when nothing is chosen)"""
CHOICES: dict[str, tuple[str, str, Any]] = {
    "static_select": ("selected_option", "initial_option", None),
    "external_select": ("selected_option", "initial_option", None),
    "radio_buttons": ("selected_option", "initial_option", None),
    "multi_static_select": ("selected_options", "initial_options", []),
    "multi_external_select": ("selected_options", "initial_options", []),
    "checkboxes": ("selected_options", "initial_options", []),
    "users_select": ("selected_user", "initial_user", None),
    "multi_users_select": ("selected_users", "initial_users", []),
    "conversations_select": ("selected_conversation", "initial_conversation", None),
    "multi_conversations_select": ("selected_conversations", "initial_conversations", []),
    "channels_select": ("selected_channel", "initial_channel", None),
    "multi_channels_select": ("selected_channels", "initial_channels", []),
    "datepicker": ("selected_date", "initial_date", None),
    "timepicker": ("selected_time", "initial_time", None),
    "datetimepicker": ("selected_date_time", "initial_date_time", None),
    "rich_text_input": ("rich_text_value", "initial_value", None),
    "file_input": ("files", "initial_files", []),
} | {kind: ("value", "initial_value", None) for kind in VALUE_TYPES}
OPTION_KEYS = ("selected_option", "selected_options")


class BadValue(ValueError):
    """What was entered does not fit the element."""


def elements(blocks: list[JSON]) -> Iterator[tuple[JSON, JSON]]:
    """Each interactive element with its block: inputs, action elements, section accessories."""
    for block in blocks:
        match block.get("type"):
            case "input":
                yield block, block["element"]
            case "actions" | "context_actions":
                for element in block["elements"]:
                    yield block, element
            case "section":
                if "action_id" in block.get("accessory", {}):
                    yield block, block["accessory"]
            case "card":
                for element in block.get("actions", []):
                    yield block, element
            case "carousel":
                yield from elements(block["elements"])
            case "container":
                yield from elements(block["child_blocks"])


def values(blocks: list[JSON], entered: Entered) -> Entered:
    """`state.values` as Slack reports it: every element that holds a value, whether touched or not."""
    shown: Entered = {}
    for block, element in elements(blocks):
        if element["type"] in CHOICES:
            state = entered.get(block["block_id"], {}).get(element["action_id"]) or initial(element)
            shown.setdefault(block["block_id"], {})[element["action_id"]] = state
    return shown


def initial(element: JSON) -> JSON:
    key, initial_key, nothing = CHOICES[element["type"]]
    return {"type": element["type"], key: element.get(initial_key, nothing)}


def enter(element: JSON, value: Any) -> JSON:
    """What a person entered as Slack's state of that element. `value` is a string, a number, a list of
    strings, None, or already a state object; options are named by their value. BadValue if it does not fit."""
    kind = element["type"]
    key, _, nothing = CHOICES[kind]
    if isinstance(value, dict) and "type" in value:
        value = value.get(key)
    if isinstance(value, dict):
        value = value.get("value")
    if isinstance(value, list):
        value = [item.get("value") if isinstance(item, dict) else item for item in value]
    if value in (None, "", []):
        return {"type": kind, key: nothing}
    if isinstance(nothing, list) != isinstance(value, list):
        raise BadValue(f"{kind} takes {'a list' if isinstance(nothing, list) else 'one value'}")
    if key == "selected_option":
        value = find_option(element, value)
    elif key == "selected_options":
        value = [find_option(element, item) for item in value]
    elif kind == "datetimepicker":
        value = int(value)
    elif kind != "rich_text_input" and not isinstance(value, list):
        value = str(value)
    return {"type": kind, key: value}


def options(element: JSON) -> list[JSON]:
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def find_option(element: JSON, value: Any) -> JSON:
    for option in options(element):
        if option["value"] == value:
            return option
    raise BadValue(f"{value!r} is not among the options")


def is_empty(state: JSON) -> bool:
    key = CHOICES[state["type"]][0]
    return state[key] in (None, "", [])


def action(block: JSON, element: JSON, value: Any, action_ts: str) -> JSON:
    """The entry of `actions` for one use of an element."""
    shown: JSON = {
        "type": element["type"],
        "action_id": element["action_id"],
        "block_id": block["block_id"],
        "action_ts": action_ts,
    }
    for key in ("placeholder", "style", "initial_option"):
        if key in element:
            shown[key] = element[key]
    if element["type"] == "button":
        return shown | {key: element[key] for key in ("text", "value") if key in element}
    if element["type"] in ("overflow", "workflow_button"):
        return shown | {"selected_option": find_option(element, value)}
    return shown | enter(element, value)


def problem(element: JSON, state: JSON) -> str | None:
    """What Slack's own client says before it sends a form, or None: required, too short, too long."""
    if is_empty(state):
        return "Please complete this required field."
    value = state.get("value")
    if not isinstance(value, str):
        return None
    if element["type"] == "plain_text_input":
        if len(value) < element.get("min_length", 0):
            return f"Please enter at least {element['min_length']} characters."
        if len(value) > element.get("max_length", 3000):
            return f"Please enter at most {element.get('max_length', 3000)} characters."
    if element["type"] == "number_input":
        return _number_problem(element, value)
    if element["type"] == "email_text_input" and ("@" not in value or " " in value):
        return "Please enter an email address."
    if element["type"] == "url_text_input" and not value.startswith(("http://", "https://")):
        return "Please enter a URL."
    return None


def _number_problem(element: JSON, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a number."
    if not element.get("is_decimal_allowed") and "." in value:
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter {element['min_value']} or more."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter {element['max_value']} or less."
    return None
