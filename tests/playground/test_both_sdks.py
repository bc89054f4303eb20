"""The workspace is honest: the same app on Slack's Python and on its JavaScript framework meets the same rules."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator

import pytest

from chatdesk.playground import text_of
from chatdesk.playground.outcome import TROUBLE
from tests.playground.bolt_app import World
from tests.playground.bolt_app import world as make_world
from tests.playground.twins import JAVASCRIPT, PYTHON, Twin, in_javascript, twin

BUTTONS = [
    {
        "type": "actions",
        "block_id": "b",
        "elements": [
            {"type": "button", "action_id": name, "text": {"type": "plain_text", "text": name.title()}}
            for name in ("open", "refused", "answer")
        ],
    }
]


@pytest.fixture(params=[PYTHON, JAVASCRIPT])
async def app(request: pytest.FixtureRequest, world: World) -> AsyncIterator[Twin]:
    async with twin(request.param, world) as made:
        yield made


async def test_only_what_is_signed_and_fresh_is_let_in(world: World, app: Twin) -> None:
    await world.person("ana").say("#team", "hi")
    assert (await app.saw("message"))["text"] == "hi"
    sent = world.playground.journal.deliveries("message")[0]
    outbound = world.playground.outbound
    assert sent.status == 200
    forged = await outbound.send("message", {}, sent.body, sent.content_type, {"X-Slack-Signature": "v0=00"})
    assert forged.status == 401
    world.wall.ahead = -301
    assert (await outbound.repeat(sent)).status == 401
    world.wall.ahead = 0.0
    assert len(app.all("message")) == 1


async def test_the_address_is_proven_by_its_challenge(world: World, app: Twin) -> None:
    asked = {"type": "url_verification", "token": "t", "challenge": "prove-it"}
    answer = await world.playground.outbound.send(
        "url_verification", asked, json.dumps(asked).encode(), "application/json"
    )
    assert answer.status == 200
    assert "prove-it" in answer.body


async def test_a_failed_event_comes_again_with_its_number_and_reason(world: World, app: Twin) -> None:
    await world.person("ana").say("#team", "fail once")
    await world.playground.settle()
    await app.saw("message", 2)
    assert [(seen["num"], seen["reason"]) for seen in app.all("message")] == [(None, None), (1, "http_error")]
    assert world.playground.outbound.retries == []


async def test_a_command_is_answered_where_it_was_typed(world: World, app: Twin) -> None:
    outcome = await world.person("ana").slash("#team", "/ticket ask @ben about it")
    assert outcome.is_ok
    seen = await app.saw("command")
    assert (seen["text"], seen["user"], seen["channel"]) == ("ask <@U0BEN|ben> about it", "U0ANA", "C0TEAM")
    assert text_of(world.person("ana").last("#team")).startswith("You said: ask <@U0BEN|ben> about")
    assert (await world.person("dan").slash("#birch", "/ticket x")).error is not None
    assert len(app.all("command")) == 1


async def test_a_trigger_opens_one_form_for_somebody_of_another_organisation(world: World, app: Twin) -> None:
    await _buttons(world)
    await world.person("dan").click("Open")
    seen = await app.saw("open")
    assert (seen["ok"], seen["again"]) == (True, "exchanged_trigger_id")
    assert (seen["user"], seen["team"]) == ("U0DAN", "T0BIRCH")
    assert world.person("dan").modal().title == "One"


async def test_a_form_that_slack_would_refuse_is_refused(world: World, app: Twin) -> None:
    await _buttons(world)
    await world.person("ana").click("Refused")
    assert (await app.saw("refused"))["error"] == "invalid_arguments"
    assert not world.person("ana").has_modal()


async def test_forms_are_stacked_three_deep_and_a_stale_hash_changes_nothing(world: World, app: Twin) -> None:
    await _opened(world, app)
    ana = world.person("ana")
    for number in (1, 2, 3):
        await ana.click("Deeper")
        await app.saw("deeper", number)
    assert [seen["error"] for seen in app.all("deeper")] == [None, None, "push_limit_reached"]
    assert {seen["stale"] for seen in app.all("deeper")} == {"hash_conflict"}
    assert ana.modal().title == "Deeper"


async def test_answers_to_a_form_are_shown_or_are_trouble(world: World, app: Twin) -> None:
    await _opened(world, app)
    ana = world.person("ana")
    assert (await ana.submit({"Words": "wrong"})).errors == {"said": "Not these words."}
    assert (await ana.submit({"Words": "nowhere"})).error == TROUBLE
    assert (await ana.submit({"Words": "broken"})).error == TROUBLE
    assert (await ana.submit({"Words": "change"})).is_ok
    assert ana.modal().title == "Changed"
    assert (await ana.submit({"Words": "clear"})).is_ok
    assert not ana.has_modal()
    await app.saw("form", 5)
    assert [seen["words"] for seen in app.all("form")] == ["wrong", "nowhere", "broken", "change", "clear"]


async def test_a_response_url_is_good_five_times(world: World, app: Twin) -> None:
    await _buttons(world)
    await world.person("ana").click("Answer")
    assert (await app.saw("answer"))["answers"] == [True] * 5 + [False]
    shown = [text_of(message) for message in world.person("ana").messages("#birch")][-5:]
    assert shown == [f"answer {number}" for number in range(1, 6)]


async def test_messages_are_posted_and_changed_and_people_looked_up(world: World, app: Twin) -> None:
    said = await world.person("dan").say("#birch", "look at this")
    await world.person("ana").shortcut("note", said)
    seen = await app.saw("note")
    assert (seen["team"], seen["nobody"], seen["nowhere"]) == ("T0BIRCH", "user_not_found", "not_in_channel")
    assert [text_of(reply) for reply in world.person("dan").thread(said)] == ["noted"]


async def _buttons(world: World) -> None:
    await world.client.chat_postMessage(channel="C0BIRCH", text="buttons", blocks=BUTTONS)


async def _opened(world: World, app: Twin) -> None:
    await _buttons(world)
    await world.person("ana").click("Open")
    await app.saw("open")


async def test_over_a_socket_javascript_s_framework_meets_the_same_rules() -> None:
    async with make_world(app_token="xapp-test") as world:
        app = Twin()
        async with in_javascript(app, world, {"APP_TOKEN": "xapp-test"}):
            # Over a socket this framework acknowledges an event before any listener sees it.
            await world.person("ana").say("#team", "fail once")
            seen = await app.saw("message")
            assert (seen["text"], seen["num"]) == ("fail once", 0)
            assert world.playground.outbound.retries == []
            sent = world.playground.journal.deliveries("message")[0]
            await world.playground.outbound.repeat(sent, retry_num=1)
            seen = await app.saw("message", 2)
            assert (seen["num"], seen["reason"]) == (1, "timeout")
            await world.person("ana").slash("#team", "/ticket it is broken")
            assert text_of(await world.person("ana").sees("You said:")) == "You said: it is broken"
            await _opened(world, app)
            assert (await world.person("ana").submit({"Words": "wrong"})).errors == {"said": "Not these words."}
            assert (await world.person("ana").submit({"Words": "change"})).is_ok
            assert world.person("ana").modal().title == "Changed"
            await world.playground.settle()
