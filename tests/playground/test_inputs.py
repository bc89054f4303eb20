"""What the inputs of a modal report to a real Bolt app, and what stops at Slack's own client."""

from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck

from tests.playground.blocks_by_hand import (
    choice,
    element,
    entry,
    modal,
    option,
    plain,
    typed,
)
from tests.playground.bolt_app import World
from tests.playground.forms import opened


async def test_an_element_of_a_modal_acts_with_all_that_was_entered(world: World) -> None:
    heard = []

    @world.bolt.action("choice")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        heard.append(body)

    dispatching = entry(choice("static_select"), block_id="b", label=plain("Pick"), dispatch_action=True)
    silent = entry(typed(action_id="text"), block_id="t", label=plain("Text"))
    await opened(world, modal(dispatching, silent))
    ana = world.person("ana")
    await ana.click("Text", choose="hello")
    assert heard == []
    await ana.click("Pick", choose="Option 1")
    values = heard[0]["view"]["state"]["values"]
    assert (values["t"]["text"]["value"], values["b"]["choice"]["selected_option"]) == ("hello", option(1))
    assert heard[0]["container"] == {"type": "view", "view_id": ana.modal().view.id}
    assert "response_url" not in heard[0]


@pytest.mark.parametrize(
    ("one", "entry_", "state"),
    [
        (choice("checkboxes"), ["Option 0", "Option 1"], {"selected_options": [option(0), option(1)]}),
        (choice("multi_static_select"), ["Option 1"], {"selected_options": [option(1)]}),
        (element("multi_users_select"), ["@ben", "cleo"], {"selected_users": ["U0BEN", "U0CLEO"]}),
        (element("datepicker"), "2026-10-15", {"selected_date": "2026-10-15"}),
        (element("timepicker"), "09:30", {"selected_time": "09:30"}),
        (element("datetimepicker"), 1_792_000_000, {"selected_date_time": 1_792_000_000}),
        (element("conversations_select"), "C0TEAM", {"selected_conversation": "C0TEAM"}),
        (element("channels_select"), "C0TEAM", {"selected_channel": "C0TEAM"}),
        (element("number_input", is_decimal_allowed=False), "12", {"value": "12"}),
        (element("email_text_input"), "a@b.test", {"value": "a@b.test"}),
        (typed(initial_value="as it was"), None, {"value": "as it was"}),
        (choice("static_select", initial_option=option(1)), None, {"selected_option": option(1)}),
    ],
    ids=lambda one: one["type"] if isinstance(one, dict) and "type" in one else "",
)
async def test_every_kind_of_input_reports_its_value_as_slack_does(
    world: World, one: dict[str, Any], entry_: Any, state: dict[str, Any]
) -> None:
    submitted = []

    @world.bolt.view("one")
    async def take(ack: AsyncAck, view: dict[str, Any]) -> None:
        await ack()
        submitted.append(view["state"]["values"]["b"][one["action_id"]])

    await opened(world, modal(entry(one, block_id="b"), callback_id="one"))
    assert (await world.person("ana").submit({} if entry_ is None else {"Label": entry_})).is_ok
    assert submitted == [{"type": one["type"]} | state]


@pytest.mark.parametrize(
    ("one", "typed_", "problem"),
    [
        (element("number_input", is_decimal_allowed=False), "1.5", "Please enter a whole number."),
        (element("number_input", is_decimal_allowed=True, max_value="3"), "4", "Please enter 3 or less."),
        (element("email_text_input"), "nobody", "Please enter an email address."),
        (element("url_text_input"), "example.com", "Please enter a URL."),
        (typed(max_length=3), "four", "Please enter at most 3 characters."),
    ],
)
async def test_slacks_own_client_stops_what_does_not_fit_its_field(
    world: World, one: dict[str, Any], typed_: str, problem: str
) -> None:
    await opened(world, modal(entry(one, block_id="b")))
    assert (await world.person("ana").submit({"Label": typed_})).errors == {"b": problem}
