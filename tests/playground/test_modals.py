"""Modals between a person and a real Bolt app: opened, filled in, refused, stacked, closed."""

from typing import Any

import pytest
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from chatdesk.playground import Outcome
from tests.playground.blocks_by_hand import (
    modal,
    mrkdwn,
    option,
    plain,
    section,
)
from tests.playground.bolt_app import World
from tests.playground.forms import form, opened

TROUBLE = "We had some trouble connecting. Try again?"


async def test_a_modal_opens_on_a_fresh_trigger_and_once(world: World) -> None:
    trigger_id = world.playground.triggers.issue("U0ANA")
    await world.client.views_open(trigger_id=trigger_id, view=form())
    assert world.person("ana").modal().labels == ("What happened", "How bad", "Who")
    late = world.playground.triggers.issue("U0ANA")
    world.wall.ahead = 3.1
    for used, error in (
        (trigger_id, "exchanged_trigger_id"),
        (late, "expired_trigger_id"),
        ("no", "invalid_trigger_id"),
    ):
        with pytest.raises(SlackApiError, match=error):
            await world.client.views_open(trigger_id=used, view=form())


async def test_the_app_opens_a_modal_for_a_command_and_gets_the_values_back(world: World) -> None:
    submitted = []

    @world.bolt.command("/ticket")
    async def open_it(ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=form(private_metadata="7"))

    @world.bolt.view("form")
    async def take(ack: AsyncAck, body: dict[str, Any], view: dict[str, Any]) -> None:
        await ack()
        submitted.append((body, view))

    ana = world.person("ana")
    await ana.slash("#team", "/ticket")
    await ana.modal_with("What happened")
    assert (await ana.submit({"What happened": "it broke", "How bad": "*Two*", "Who": "@ben"})).is_ok
    body, view = submitted[0]
    assert view["state"]["values"] == {
        "what": {"text": {"type": "plain_text_input", "value": "it broke"}},
        "bad": {"choice": {"type": "radio_buttons", "selected_option": option(2, text=mrkdwn("*Two*"))}},
        "who": {"who": {"type": "users_select", "selected_user": "U0BEN"}},
    }
    assert (view["private_metadata"], body["user"]["id"]) == ("7", "U0ANA")
    assert not ana.has_modal()


async def test_a_foreign_persons_submission_names_their_team_and_the_installing_one(world: World) -> None:
    submitted = []

    @world.bolt.view("form")
    async def take(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        submitted.append(body)

    await opened(world, name="dan")
    await world.person("dan").submit({"What happened": "it broke", "How bad": "Option 1"})
    body = submitted[0]
    assert (body["team"]["id"], body["user"]["team_id"]) == ("T0BIRCH", "T0BIRCH")
    assert body["view"]["app_installed_team_id"] == "T0HOME"


async def test_errors_stand_under_their_inputs_and_the_values_stay(world: World) -> None:
    @world.bolt.view("form")
    async def refuse(ack: AsyncAck) -> None:
        await ack(response_action="errors", errors={"what": "Say more."})

    await opened(world)
    outcome = await world.person("ana").submit({"What happened": "it broke", "How bad": "Option 1"})
    assert outcome.errors == {"what": "Say more."}
    shown = world.playground.views.wire(world.person("ana").modal().view)
    assert shown["state"]["values"]["what"]["text"]["value"] == "it broke"


async def test_slacks_own_client_stops_what_is_missing_or_too_short(world: World) -> None:
    await opened(world)
    outcome = await world.person("ana").submit({"What happened": "no"})
    assert outcome.errors == {
        "what": "Please enter at least 3 characters.",
        "bad": "Please complete this required field.",
    }
    assert world.playground.journal.deliveries() == []


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"nothing": "?"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "update", "view": modal()},
        {"response_action": "push", "view": modal(section(), title=plain("x" * 25))},
        {"response_action": "dance"},
        {"text": "thanks"},
    ],
)
async def test_an_answer_that_slack_cannot_use_is_trouble_connecting(world: World, answer: dict[str, Any]) -> None:
    @world.bolt.view("form")
    async def reply(ack: AsyncAck) -> None:
        await ack(answer)

    await opened(world)
    outcome = await world.person("ana").submit({"What happened": "it broke", "How bad": "Option 1"})
    assert outcome == Outcome(TROUBLE)
    assert world.person("ana").has_modal()


async def test_a_modal_nobody_answers_for_is_trouble_connecting_and_stays(world: World) -> None:
    await opened(world)
    outcome = await world.person("ana").submit({"What happened": "it broke", "How bad": "Option 1"})
    assert outcome.error == TROUBLE
    assert world.person("ana").has_modal()


@pytest.mark.parametrize(("action", "titles"), [("update", ["Next"]), ("push", ["Title", "Next"]), ("clear", [])])
async def test_a_submission_may_update_push_or_clear(world: World, action: str, titles: list[str]) -> None:
    @world.bolt.view("form")
    async def reply(ack: AsyncAck) -> None:
        view = {"view": modal(section(), title=plain("Next"))} if action != "clear" else {}
        await ack({"response_action": action} | view)

    await opened(world)
    await world.person("ana").submit({"What happened": "it broke", "How bad": "Option 1"})
    stack = world.playground.views.stack("U0ANA")
    assert [view.content["title"]["text"] for view in stack] == titles


async def test_a_stack_holds_three_modals(world: World) -> None:
    await opened(world)
    for _ in range(2):
        await world.client.views_push(trigger_id=world.playground.triggers.issue("U0ANA"), view=modal(section()))
    with pytest.raises(SlackApiError, match="push_limit_reached"):
        await world.client.views_push(trigger_id=world.playground.triggers.issue("U0ANA"), view=modal(section()))
    first, second, third = world.playground.views.stack("U0ANA")
    assert (second.root_id, third.previous_id) == (first.id, second.id)


async def test_an_update_keeps_what_was_typed_and_minds_the_hash(world: World) -> None:
    await opened(world, form(external_id="one") | {"callback_id": "form"})
    ana = world.person("ana")
    view = ana.modal().view
    stale = view.hash
    await world.playground.interactions.click_in_view("U0ANA", view.id, "text", "what", "typed so far")
    await world.client.views_update(view_id=view.id, hash=stale, view=form(external_id="one"))
    assert world.playground.views.wire(view)["state"]["values"]["what"]["text"]["value"] == "typed so far"
    with pytest.raises(SlackApiError, match="hash_conflict"):
        await world.client.views_update(external_id="one", hash=stale, view=form())
    await ana.close()
    with pytest.raises(SlackApiError, match="not_found"):
        await world.client.views_update(view_id=view.id, view=form())


async def test_an_external_id_is_taken_once(world: World) -> None:
    await opened(world, form(external_id="one"))
    with pytest.raises(SlackApiError, match="duplicate_external_id"):
        await opened(world, form(external_id="one"), "ben")


async def test_a_closed_modal_is_reported_only_if_asked_for(world: World) -> None:
    closed = []

    @world.bolt.view_closed("form")
    async def hear(ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack()
        closed.append(body["is_cleared"])

    await opened(world, form())
    await world.person("ana").close()
    await opened(world, form(notify_on_close=True))
    await world.person("ana").close()
    await opened(world, form(notify_on_close=True))
    await world.person("ana").close(everything=True)
    assert closed == [False, True]
