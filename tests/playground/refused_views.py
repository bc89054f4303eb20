"""Views that Slack refuses, each beside a near twin that it takes: data, written from Slack's documentation
before any of the app's views."""

from tests.playground.blocks_by_hand import (
    JSON,
    actions,
    beside,
    button,
    cell,
    choice,
    element,
    entry,
    home,
    modal,
    mrkdwn,
    option,
    options,
    plain,
    section,
    select,
    table,
    typed,
    without,
)
from tests.playground.refused import Refused


def view(name: str, rejected: JSON, accepted: JSON, where: str) -> Refused:
    return Refused(name, rejected, accepted, "invalid_arguments", f"[json-pointer:{where}]")


def field(name: str, rejected: JSON, accepted: JSON, where: str) -> Refused:
    """A refusal for what is wrong with the element of a modal's one input."""
    return view(name, modal(entry(rejected)), modal(entry(accepted)), f"/view/blocks/0/element{where}")


MODALS = [
    view("a view of no type", without(modal(section()), "type"), modal(section()), "/view"),
    view("a Home opened as a modal", home(section()), modal(section()), "/view/type"),
    view("a modal without a title", without(modal(section()), "title"), modal(section()), "/view"),
    view(
        "a title too long",
        modal(section(), title=plain("x" * 25)),
        modal(section(), title=plain("x" * 24)),
        "/view/title/text",
    ),
    view("a title in mrkdwn", modal(section(), title=mrkdwn()), modal(section(), title=plain()), "/view/title/type"),
    view(
        "a submit button too long",
        modal(section(), submit=plain("x" * 25)),
        modal(section(), submit=plain("x" * 24)),
        "/view/submit/text",
    ),
    view(
        "a close button too long",
        modal(section(), close=plain("x" * 25)),
        modal(section(), close=plain("x" * 24)),
        "/view/close/text",
    ),
    view("a modal without blocks", modal(), modal(section()), "/view/blocks"),
    view("101 blocks", modal(*[section()] * 101), modal(*[section()] * 100), "/view/blocks"),
    view(
        "an input without a submit button",
        without(modal(entry(typed())), "submit"),
        modal(entry(typed())),
        "/view/blocks/0/input",
    ),
    view(
        "private_metadata too long",
        modal(section(), private_metadata="x" * 3001),
        modal(section(), private_metadata="x" * 3000),
        "/view/private_metadata",
    ),
    view(
        "private_metadata that is no string",
        modal(section(), private_metadata={"case": 1}),
        modal(section(), private_metadata='{"case": 1}'),
        "/view/private_metadata",
    ),
    view(
        "a callback_id too long",
        modal(section(), callback_id="x" * 256),
        modal(section(), callback_id="x" * 255),
        "/view/callback_id",
    ),
    view(
        "an external_id too long",
        modal(section(), external_id="x" * 256),
        modal(section(), external_id="x" * 255),
        "/view/external_id",
    ),
    view(
        "a field that no modal has",
        modal(section(), submit_disabled=True),
        modal(section(), notify_on_close=True),
        "/view",
    ),
    view(
        "one block_id twice",
        modal(section() | {"block_id": "a"}, section() | {"block_id": "a"}),
        modal(section() | {"block_id": "a"}, section() | {"block_id": "b"}),
        "/view/blocks/1/block_id",
    ),
    view(
        "two elements that want the focus",
        modal(entry(typed(focus_on_load=True)), entry(select(focus_on_load=True))),
        modal(entry(typed(focus_on_load=True)), entry(select())),
        "/view/blocks",
    ),
    view("a table in a modal", modal(table([cell()])), modal(section()), "/view/blocks/0/type"),
    view(
        "markdown in a modal",
        modal({"type": "markdown", "text": "*x*"}),
        modal(section(text=mrkdwn("*x*"))),
        "/view/blocks/0/type",
    ),
    view(
        "an alert too long",
        modal({"type": "alert", "text": mrkdwn("x" * 201)}),
        modal({"type": "alert", "text": mrkdwn("x" * 200), "level": "warning"}),
        "/view/blocks/0/text/text",
    ),
    view(
        "an input without a label",
        modal(without(entry(typed()), "label")),
        modal(entry(typed())),
        "/view/blocks/0",
    ),
    view(
        "an input's label in mrkdwn",
        modal(entry(typed(), label=mrkdwn())),
        modal(entry(typed(), label=plain())),
        "/view/blocks/0/label/type",
    ),
    view(
        "an input's label too long",
        modal(entry(typed(), label=plain("x" * 2001))),
        modal(entry(typed(), label=plain("x" * 2000))),
        "/view/blocks/0/label/text",
    ),
    view(
        "an input's hint too long",
        modal(entry(typed(), hint=plain("x" * 2001))),
        modal(entry(typed(), hint=plain("x" * 2000))),
        "/view/blocks/0/hint/text",
    ),
    view(
        "an input without an element",
        modal(without(entry(typed()), "element")),
        modal(entry(typed())),
        "/view/blocks/0",
    ),
    view("a button as an input", modal(entry(button())), modal(actions(button())), "/view/blocks/0/element/type"),
    view(
        "an overflow as an input",
        modal(entry(choice("overflow"))),
        modal(beside(choice("overflow"))),
        "/view/blocks/0/element/type",
    ),
    view(
        "`optional` that is a word",
        modal(entry(typed(), optional="yes")),
        modal(entry(typed(), optional=True)),
        "/view/blocks/0/optional",
    ),
    view(
        "a file input that dispatches",
        modal(entry(element("file_input"), dispatch_action=True)),
        modal(entry(element("file_input"))),
        "/view/blocks/0/element/type",
    ),
    view(
        "a response URL asked for outside an input",
        modal(beside(element("conversations_select", response_url_enabled=True))),
        modal(entry(element("conversations_select", response_url_enabled=True))),
        "/view/blocks/0/accessory",
    ),
    field(
        "a placeholder too long",
        typed(placeholder=plain("x" * 151)),
        typed(placeholder=plain("x" * 150)),
        "/placeholder/text",
    ),
    field("a longest length too long", typed(max_length=3001), typed(max_length=3000), "/max_length"),
    field("a longest length of nothing", typed(max_length=0), typed(max_length=1), "/max_length"),
    field(
        "a shortest length above the longest",
        typed(min_length=11, max_length=10),
        typed(min_length=10, max_length=10),
        "/min_length",
    ),
    field("a first value too long", typed(initial_value="x" * 3001), typed(initial_value="x" * 3000), "/initial_value"),
    field(
        "a first value above the longest length",
        typed(initial_value="xxx", max_length=2),
        typed(initial_value="xx", max_length=2),
        "/initial_value",
    ),
    field("options on a text input", typed(options=options(1)), typed(multiline=True), ""),
    field(
        "a dispatch on a key that is not there",
        typed(dispatch_action_config={"trigger_actions_on": ["on_blur"]}),
        typed(dispatch_action_config={"trigger_actions_on": ["on_enter_pressed"]}),
        "/dispatch_action_config/trigger_actions_on/0",
    ),
    field(
        "a number input that does not say whether decimals count",
        element("number_input"),
        element("number_input", is_decimal_allowed=False),
        "",
    ),
    field(
        "a number input whose limits are numbers",
        element("number_input", is_decimal_allowed=False, min_value=1),
        element("number_input", is_decimal_allowed=False, min_value="1"),
        "/min_value",
    ),
    field(
        "a multi-select of 101 options",
        choice("multi_static_select", options=options(101)),
        choice("multi_static_select", options=options(100)),
        "/options",
    ),
    field(
        "a multi-select that starts with what is not there",
        choice("multi_static_select", initial_options=[option(9)]),
        choice("multi_static_select", initial_options=[option(1)]),
        "/initial_options",
    ),
    field(
        "at most nothing to select",
        element("multi_users_select", max_selected_items=0),
        element("multi_users_select", max_selected_items=1),
        "/max_selected_items",
    ),
    field(
        "an empty conversation filter",
        element("conversations_select", filter={}),
        element("conversations_select", filter={"include": ["public"]}),
        "/filter",
    ),
    field(
        "a placeholder on a date and time",
        element("datetimepicker", placeholder=plain()),
        element("datepicker", placeholder=plain()),
        "",
    ),
    Refused(
        "a view of more than 250 kB",
        modal(*[section(fields=[mrkdwn("x" * 2000)] * 2)] * 62),
        modal(*[section(fields=[mrkdwn("x" * 2000)] * 2)] * 60),
        "view_too_large",
    ),
]

HOMES = [
    view("a modal published as Home", modal(section()), home(section()), "/view/type"),
    view("a Home with a title", home(section(), title=plain()), home(section(), callback_id="home"), "/view"),
    view(
        "an alert in Home",
        home({"type": "alert", "text": mrkdwn()}),
        home(section()),
        "/view/blocks/0/type",
    ),
    view("101 blocks in Home", home(*[section()] * 101), home(*[section()] * 100), "/view/blocks"),
]
