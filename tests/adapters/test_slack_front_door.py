"""What reaches us unsigned, late, malformed or too big is refused before anything is read out of it."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from typing import Any
from urllib.parse import parse_qs, urlencode

import aiohttp
import pytest

from chatdesk.adapters.slack import SlackFront
from chatdesk.playground import text_of
from tests.adapters.patience import Busy
from tests.adapters.shown import anchor, has_modal, numbers, told
from tests.world import World

EVENT = json.dumps({"type": "url_verification", "challenge": "c"}).encode()


async def test_slack_s_own_request_is_answered(world: World) -> None:
    status, body = await _post(world, EVENT, _signed(world, EVENT))
    assert (status, json.loads(body)) == (200, {"challenge": "c"})


async def test_a_timestamp_that_is_no_number_is_refused(world: World) -> None:
    for timestamp in ("yesterday", "", "1e9", "-1", "12 34", "1_7", "٣٤٥", "9" * 40, "1.5", "NaN"):
        signed = _signed(world, EVENT) | {"X-Slack-Request-Timestamp": timestamp}
        assert (await _post(world, EVENT, signed))[0] == 401, timestamp


async def test_an_old_timestamp_is_refused(world: World) -> None:
    assert (await _post(world, EVENT, _signed(world, EVENT, at=time.time() - 301)))[0] == 401


async def test_a_wrong_signature_is_refused_and_changes_nothing(world: World) -> None:
    await world.foreign_customer.mention("#bluepeak-support", "help")
    sent = world.playground.journal.deliveries("app_mention")[-1]
    forged = sent.body.replace(b"help", b"open ghost")
    for headers in ({}, {"X-Slack-Signature": "v0=" + "0" * 64}, {"X-Slack-Signature": "é"}, {"X-Slack-Signature": ""}):
        assert (await _post(world, forged, _signed(world, sent.body) | headers))[0] == 401
    assert (await _post(world, forged, {}))[0] == 401
    assert numbers(world, "#case-desk") == []


async def test_a_signed_body_that_makes_no_sense_does_no_harm(world: World) -> None:
    for body in (b"", b"{", b"[]", b"null", b'{"type": "event_callback"}', b"payload=%7B", b"payload=%5B%5D", b"%%%"):
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            status, _ = await _post(world, body, _signed(world, body) | {"Content-Type": kind})
            assert status in (200, 400, 404), (body, kind)
    assert (await _post(world, b"\xff\xfe", _signed(world, b"\xff\xfe")))[0] == 401


async def test_a_body_over_a_mebibyte_is_refused(world: World) -> None:
    body = b"x" * (1024 * 1024 + 1)
    assert (await _post(world, body, _signed(world, body)))[0] == 413


async def test_a_command_and_a_shortcut_that_are_not_ours_are_answered_kindly(world: World) -> None:
    await world.customer.slash("#harbor-support", "/case help")
    sent = world.playground.journal.deliveries("slash_command")[-1]
    body = sent.body.replace(b"%2Fcase", b"%2Fother")
    status, answer = await _post(world, body, _signed(world, body) | {"Content-Type": sent.content_type})
    assert status == 200
    assert "What you can do here" in answer


async def test_a_command_that_takes_too_long_is_answered_twice(world: World, hasty: SlackFront) -> None:
    busy = Busy(world)
    outcome = await world.playground.as_("ruth").slash("#harbor-support", "/case list")
    assert outcome.error is None
    assert "The answer follows" in told(world, world.customer)
    await busy.over(hasty)
    assert "no open case" in told(world, world.customer)


async def test_an_event_that_takes_too_long_is_asked_for_again_and_done_once(world: World, hasty: SlackFront) -> None:
    busy = Busy(world)
    await world.playground.as_("ruth").mention("#harbor-support", "open VPN down")
    await world.playground.settle()
    statuses = [delivery.status for delivery in world.playground.journal.deliveries("app_mention")]
    assert statuses
    assert set(statuses) == {503}
    await busy.over(hasty)
    await world.playground.outbound.flush_retries()
    await world.settle()
    assert world.playground.journal.deliveries("app_mention")[-1].status == 200
    assert numbers(world, "#case-desk") == ["HARBOR-1"]
    assert told(world, world.customer).count("Its number is HARBOR-1.") >= 1


async def test_a_form_stands_before_the_store_answers(world: World, hasty: SlackFront) -> None:
    busy = Busy(world)
    ruth = world.playground.as_("ruth")
    outcome = await ruth.slash("#harbor-support", "/case open VPN down")
    assert outcome.error is None
    assert ruth.modal().title == "One moment"
    await busy.over(hasty)
    assert ruth.modal().title == "Open a case"


async def test_a_form_that_takes_too_long_tells_in_itself_what_became_of_it(world: World, hasty: SlackFront) -> None:
    ruth = world.playground.as_("ruth")
    await ruth.slash("#harbor-support", "/case open VPN down")
    await hasty.settle()
    busy = Busy(world)
    outcome = await ruth.submit({"severity": "2"})
    assert outcome.error is None
    assert "The answer follows" in ruth.modal().text
    await busy.over(hasty)
    assert "Its number is HARBOR-1." in ruth.modal().text


async def test_a_click_that_takes_too_long_is_done_all_the_same(world: World, hasty: SlackFront) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    await hasty.settle()
    await world.settle()
    card = anchor(world, world.engineer, "#case-desk", "HARBOR-1")
    busy = Busy(world)
    assert (await world.playground.as_("dana").click("I have it", card)).error is None
    await busy.over(hasty)
    assert "HARBOR-1 is yours." in told(world, world.engineer)


async def test_who_cannot_be_looked_up_now_is_looked_up_later(world: World) -> None:
    """A reaction names no team. While Slack cannot say whose it is, nobody is guessed; Slack repeats the event."""
    message = await world.customer.say("#harbor-support", "The VPN is down")
    world.playground.faults.add("users.info", "http_500", times=9)
    await world.engineer.react(message, "ticket")
    assert {delivery.status for delivery in world.playground.journal.deliveries("reaction_added")} == {503}
    assert numbers(world, "#case-desk") == []
    world.playground.faults.clear()
    await world.playground.outbound.flush_retries()
    await world.settle()
    assert numbers(world, "#case-desk") == ["HARBOR-1"]


async def test_a_form_opened_too_late_is_told(world: World) -> None:
    world.playground.faults.add("views.open", "error:expired_trigger_id")
    await world.customer.slash("#harbor-support", "/case open VPN down")
    assert not has_modal(world, world.customer)
    assert "try once more" in told(world, world.customer)


async def test_a_form_that_slack_does_not_take_leaves_no_skeleton_behind(world: World) -> None:
    world.playground.faults.add("views.update", "error:invalid_arguments")
    await world.customer.slash("#harbor-support", "/case open VPN down")
    assert "could not be shown" in world.customer.modal().text


@pytest.mark.parametrize("kind", ["http_500", "garbage", "drop_before", "ratelimited", "error:channel_not_found"])
async def test_an_answer_that_slack_does_not_show_comes_another_way(world: World, kind: str) -> None:
    """An ephemeral fails: the person gets it directly, and a line that holds nothing of the case says so."""
    message = await world.customer.mention("#harbor-support", "open VPN down")
    world.playground.faults.add("chat.postEphemeral", kind, times=9)
    await world.customer.mention("#harbor-support", "show", message)
    assert "Status: Open" in text_of(world.customer.messages("@chatdesk")[-1])
    public = text_of(world.customer.thread(message)[-1])
    assert "answered you in a direct message" in public
    assert "VPN" not in public


async def test_who_lost_the_response_url_gets_an_ephemeral(world: World) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    world.playground.faults.add("response_url", "http_500", times=9)
    await world.engineer.click("I have it", anchor(world, world.engineer, "#case-desk", "HARBOR-1"))
    assert "HARBOR-1 is yours." in told(world, world.engineer)


async def test_a_response_url_elsewhere_is_never_called(world: World) -> None:
    """A forged body must not make us post into somebody's network."""
    await world.customer.mention("#harbor-support", "open VPN down")
    await world.engineer.click("I have it", anchor(world, world.engineer, "#case-desk", "HARBOR-1"))
    sent = world.playground.journal.deliveries("block_actions")[-1]
    called: list[str] = []

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.append("called")
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        ours = world.playground.base_url
        for url in (f"http://127.0.0.1:{port}/x", f"{ours}@127.0.0.1:{port}/x", f"{ours}.evil.example/"):
            payload = json.loads(parse_qs(sent.body.decode())["payload"][0])
            payload |= {"response_url": url, "trigger_id": url}
            body = urlencode({"payload": json.dumps(payload)}).encode()
            status, _ = await _post(world, body, _signed(world, body) | {"Content-Type": sent.content_type})
            assert status == 200
        await world.settle()
    assert called == []
    assert "Dana Reyes has this case already" in told(world, world.engineer)


@pytest.mark.parametrize("door", ["slash", "click", "form", "mention"])
async def test_when_we_break_the_person_is_told_a_reference(
    world: World, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await world.customer.mention("#harbor-support", "open VPN down")
    card = anchor(world, world.engineer, "#case-desk", "HARBOR-1")
    await world.engineer.slash("#case-desk", "/case reply HARBOR-1")

    def broken(*_: object) -> Any:
        raise RuntimeError("the disk is full of secrets")

    monkeypatch.setattr(world.demo.app.desk, "handle", broken)
    match door:
        case "slash":
            await world.engineer.slash("#case-desk", "/case ack HARBOR-1")
            shown = told(world, world.engineer)
        case "click":
            await world.playground.as_("dana").close(everything=True)
            await world.engineer.click("I have it", card)
            shown = told(world, world.engineer)
        case "form":
            outcome = await world.engineer.submit({"text": "we are on it"})
            shown = outcome.errors["text"]
        case _:
            await world.engineer.mention("#case-desk", "ack", card)
            shown = told(world, world.engineer)
    assert "reference" in shown.lower(), shown
    assert "secrets" not in shown


async def _post(world: World, body: bytes, headers: dict[str, str]) -> tuple[int, str]:
    url = f"http://127.0.0.1:{world.demo.app.port}/slack/events"
    headers = {"Content-Type": "application/json"} | headers
    async with aiohttp.ClientSession() as session, session.post(url, data=body, headers=headers) as response:
        return response.status, await response.text()


def _signed(world: World, body: bytes, at: float | None = None) -> dict[str, str]:
    timestamp = str(int(at if at is not None else time.time()))
    secret = world.playground.outbound.signing_secret.encode()
    digest = hmac.new(secret, b"v0:" + timestamp.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
