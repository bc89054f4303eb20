"""What the bot service sends is passed on and answered whole; whatever else comes is refused, and nothing is done."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from structlog.testing import capture_logs

from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.talk.once import TooLate
from chatdesk.adapters.teams.auth import Auth, Issuer, microsoft_issuers
from chatdesk.adapters.teams.hosts import Hosts
from chatdesk.adapters.teams.keys import Keys
from chatdesk.desk import Conflict, DatabaseTrouble
from tests.adapters.teams.front_door import APP, OTHER_TENANT, START, TENANT, TOKEN, FrontDoor
from tests.teams_peer.keys import KeyServer, rsa_key

INVOKES = (
    "adaptiveCard/action",
    "task/fetch",
    "task/submit",
    "composeExtension/fetchTask",
    "composeExtension/submitAction",
)
TOAST = {"statusCode": 200, "type": "application/vnd.microsoft.activity.message", "value": "Done."}
CARD = {"statusCode": 200, "type": "application/vnd.microsoft.card.adaptive", "value": {"type": "AdaptiveCard"}}
LIST = {"task": {"type": "continue", "value": {"title": "Case", "card": {"content": {"body": [{"é": None}]}}}}}


@pytest.fixture
async def door() -> AsyncIterator[FrontDoor]:
    opened = await FrontDoor().start()
    yield opened
    await opened.close()


async def test_a_message_is_passed_on_as_the_json_it_came_as(door: FrontDoor) -> None:
    sent = door.activity(recipient={"id": f"28:{APP}", "isTargeted": True}, futureField={"a": [1]})
    assert await door.post(sent) == (200, "")
    assert door.turns.all == [sent]


@pytest.mark.parametrize("name", INVOKES)
async def test_an_invoke_is_answered_with_the_whole_body(door: FrontDoor, name: str) -> None:
    for body in (CARD, TOAST, LIST):
        door.turns.answer = (200, body)
        status, answer = await door.post(door.invoke(name, value={"action": {"verb": "take"}}))
        assert (status, json.loads(answer)) == (200, body)
    assert [invoke["name"] for invoke in door.turns.invokes] == [name] * 3


async def test_an_invoke_whose_answer_has_no_body_or_another_status_is_answered_so(door: FrontDoor) -> None:
    door.turns.answer = (200, None)
    assert await door.post(door.invoke("message/other", value=None)) == (200, "")
    door.turns.answer = (501, None)
    assert await door.post(door.invoke("message/other")) == (501, "")
    door.turns.answer = (400, TOAST)
    assert (await door.post(door.invoke("adaptiveCard/action")))[0] == 400


@pytest.mark.parametrize("name", INVOKES)
async def test_an_invoke_without_a_readable_value_is_a_bad_request_and_does_nothing(door: FrontDoor, name: str) -> None:
    for value in (None, "text", 5, [], ["x"], True):
        status, answer = await door.post(door.invoke(name, value=value))
        assert (status, json.loads(answer)["statusCode"]) == (400, 400)
    _nothing_was_done(door)


async def test_what_changes_in_a_conversation_is_passed_on(door: FrontDoor) -> None:
    for kind in ("installationUpdate", "conversationUpdate"):
        sent = door.activity(type=kind, text=None, action="add", membersAdded=[{"id": f"28:{APP}"}])
        assert (await door.post(sent))[0] == 200
    assert [change["type"] for change in door.turns.changes] == ["installationUpdate", "conversationUpdate"]


async def test_an_update_without_channel_data_is_read_with_the_conversation_s_tenant(door: FrontDoor) -> None:
    assert (await door.post(door.activity(type="conversationUpdate", channelData=None)))[0] == 200
    foreign = {"id": "19:abc@thread.tacv2", "tenantId": OTHER_TENANT}
    assert (await door.post(door.activity(type="conversationUpdate", channelData=None, conversation=foreign)))[0] == 401
    assert len(door.turns.changes) == 1


async def test_other_activities_are_taken_and_nothing_is_done(door: FrontDoor) -> None:
    for kind in ("typing", "messageReaction", "event", "endOfConversation", "new"):
        assert await door.post(door.activity(type=kind, name="tokens/response", value={})) == (200, "")
    _nothing_was_done(door)


async def test_a_body_that_is_no_activity_is_a_bad_request(door: FrontDoor) -> None:
    whole = json.dumps(door.activity()).encode()
    for body in (b"", b"{", b"[]", b"null", b'"text"', b"5", b"\xff\xfe", whole[:-1], whole + b"x", b"[" * 100_000):
        assert await door.post(body) == (400, ""), body[:20]
    assert (await door.post([door.activity()]))[0] == 400
    _nothing_was_done(door)


@pytest.mark.parametrize(
    "wrong",
    [
        {"timestamp": "yesterday"},
        {"timestamp": 5},
        {"localTimestamp": "2026-02-30T00:00:00Z"},
        {"type": None},
        {"type": ""},
        {"type": 5},
        {"text": {"a": 1}},
        {"id": 5},
        {"conversation": None},
        {"conversation": "19:abc"},
        {"conversation": {"id": ""}},
        {"conversation": {"id": ["x"]}},
        {"from": ["x"]},
        {"from": {"id": "29:ann", "aadObjectId": {"a": 1}}},
        {"recipient": "chatdesk"},
        {"channelData": "x"},
        {"entities": {"type": "mention"}},
        {"entities": ["x"]},
        {"attachments": [None]},
        {"membersAdded": [5]},
        {"type": "invoke", "name": None, "value": {}},
    ],
)
async def test_an_activity_of_the_wrong_shape_is_a_bad_request(door: FrontDoor, wrong: dict[str, Any]) -> None:
    assert await door.post(door.activity(**wrong)) == (400, "")
    _nothing_was_done(door)


async def test_another_kind_of_content_and_a_body_too_large_are_refused(door: FrontDoor) -> None:
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""):
        assert (await door.post(door.activity(), headers={"Content-Type": kind}))[0] == 415
    large = door.activity(text="x" * 256 * 1024)
    assert (await door.post(large))[0] == 413
    assert (await door.post(_in_pieces(json.dumps(large).encode())))[0] == 413
    _nothing_was_done(door)
    assert (await door.post(door.activity(), headers={"Content-Type": "application/json; charset=utf-8"}))[0] == 200
    assert (await door.post(door.activity(text="x" * 250 * 1024)))[0] == 200


async def test_a_request_without_a_good_token_is_refused_with_no_word_why(door: FrontDoor) -> None:
    hour = timedelta(hours=1)
    for why, token in {
        "none": None,
        "garbage": "garbage",
        "three parts of garbage": "a.b.c",
        "not ascii": "é.é.é",
        "nested past all reading": f"{door.token().split('.')[0]}.{_unpadded(b'[' * 4000)}.eHh4",
        "expired": door.token(now=START - 2 * hour),
        "not valid yet": door.token(now=START + hour),
        "no expiry": door.token(exp=None),
        "expiry in words": door.token(exp="tomorrow"),
        "another key under a known id": door.token(key=7, kid=door.keys.kid),
        "unknown key": door.token(key=7),
        "no key id": door.token(kid=None),
        "another audience": door.token(app_id=OTHER_TENANT),
        "no audience": door.token(aud=None),
        "our audience among others": door.token(aud=[APP, "https://api.botframework.com"]),
        "another issuer": door.token(iss="https://sts.windows.net/" + TENANT + "/"),
        "no issuer": door.token(iss=None),
        "issuer in a list": door.token(iss=["https://api.botframework.com"]),
        "alg none": _by_hand(door, {"alg": "none", "kid": door.keys.kid}, b""),
        "no alg": _by_hand(door, {"kid": door.keys.kid}, b""),
        "another algorithm with the good key": _with_another_algorithm(door),
        "HS256 with the public key": _signed_with_the_public_key(door),
        "another service url": door.token(service_url=door.service_url + "x/"),
        "no service url": door.token(serviceurl=None),
    }.items():
        assert await door.post(door.activity(), token=token) == (401, ""), why
    for header in ("", "Bearer", "Bearer ", f"Basic {door.token()}", door.token()):
        assert await door.post(door.activity(), headers={"Authorization": header}) == (401, ""), header
    _nothing_was_done(door)


async def test_a_clock_five_minutes_off_is_forgiven_and_no_more(door: FrontDoor) -> None:
    hour, seconds = timedelta(hours=1), timedelta(seconds=1)
    for at, status in {
        START - hour - timedelta(minutes=5) + seconds: 200,
        START - hour - timedelta(minutes=5): 401,
        START + timedelta(minutes=5): 200,
        START + timedelta(minutes=5) + seconds: 401,
    }.items():
        assert (await door.post(door.activity(), token=door.token(now=at)))[0] == status, at


async def test_an_activity_that_is_not_what_its_token_speaks_for_is_refused(door: FrontDoor) -> None:
    foreign = {"tenant": {"id": OTHER_TENANT}}
    for wrong in (
        {"serviceUrl": None},
        {"serviceUrl": "https://smba.trafficmanager.net/emea/"},
        {"channelId": None},
        {"channelId": "webchat"},
        {"channelId": "emulator"},
        {"channelData": foreign},
        {"channelData": {"tenant": {"id": None}}, "conversation": {"id": "a:1"}},
        {"channelData": None, "conversation": {"id": "a:1"}},
    ):
        assert await door.post(door.activity(**wrong)) == (401, ""), wrong
    _nothing_was_done(door)


async def test_a_service_url_that_names_a_foreign_tenant_is_refused(door: FrontDoor) -> None:
    url = door.connector.service_url(OTHER_TENANT)
    assert (await door.post(door.activity(serviceUrl=url), token=door.token(service_url=url)))[0] == 401
    unnamed = door.connector.service_url()
    assert (await door.post(door.activity(serviceUrl=unnamed), token=door.token(service_url=unnamed)))[0] == 200


async def test_a_host_that_is_not_teams_is_refused_whatever_its_token_says(door: FrontDoor) -> None:
    for url in (
        "https://evil.trafficmanager.net/emea/",
        "http://smba.trafficmanager.net/emea/",
        "https://example.com/",
    ):
        assert (await door.post(door.activity(serviceUrl=url), token=door.token(service_url=url)))[0] == 401, url
    _nothing_was_done(door)


async def test_a_key_that_is_not_endorsed_for_teams_is_refused(door: FrontDoor) -> None:
    door.keys.endorsements = ("webchat",)
    assert (await door.post(door.activity()))[0] == 401
    _nothing_was_done(door)


async def test_a_refusal_leaves_one_line_that_holds_no_token(door: FrontDoor) -> None:
    token = door.token(now=START - timedelta(hours=2))
    with capture_logs() as lines:
        await door.post(door.activity(), token=token)
    assert [(line["event"], line["why"]) for line in lines] == [("teams.refused", "token expired")]
    assert token not in repr(lines)
    assert token.split(".")[2] not in repr(lines)


async def test_while_the_keys_cannot_be_had_teams_is_asked_to_deliver_again(door: FrontDoor) -> None:
    door.keys.is_down = True
    assert await door.post(door.activity()) == (503, "")
    _nothing_was_done(door)
    door.keys.is_down = False
    door.clock.moment += timedelta(seconds=10)
    assert (await door.post(door.activity()))[0] == 200


async def test_trouble_that_passes_makes_teams_deliver_again_and_other_trouble_is_logged(door: FrontDoor) -> None:
    late = TooLate(asyncio.ensure_future(asyncio.sleep(0)))
    for error in (late, Conflict("c"), CallFailed(Meaning.RETRY, "x"), DatabaseTrouble("d")):
        door.turns.error = error
        assert await door.post(door.activity()) == (503, "")
    door.turns.error = KeyError("no such thing")
    with capture_logs() as lines:
        assert await door.post(door.activity()) == (500, "")
        assert await door.post(door.invoke("task/fetch")) == (500, "")
    assert [line["event"] for line in lines] == ["teams.turn_failed"] * 2


async def test_an_answer_asked_for_in_another_way_still_comes_in_the_response(door: FrontDoor) -> None:
    door.turns.answer = (200, TOAST)
    status, answer = await door.post(door.invoke("adaptiveCard/action", deliveryMode="expectReplies"))
    assert (status, json.loads(answer)) == (200, TOAST)


async def test_an_entra_issuer_is_believed_for_its_own_tenant_and_only_where_it_is_named() -> None:
    issuer = f"https://sts.windows.net/{TENANT}/"
    entra = await KeyServer(issuer, endorsements=None, first=11).start()
    clock = lambda: START  # noqa: E731
    door = await FrontDoor(extra=(Issuer(issuer, Keys(entra.metadata_url, clock), TENANT),)).start()
    try:
        good = entra.token(APP, door.service_url, START, tid=TENANT)
        assert (await door.post(door.activity(), token=good))[0] == 200
        for wrong in ({"tid": OTHER_TENANT}, {"tid": None}, {"tid": TENANT, "serviceurl": None}):
            refused = entra.token(APP, door.service_url, START, **wrong)
            assert (await door.post(door.activity(), token=refused))[0] == 401, wrong
        # Its keys sign for itself, not for the bot service.
        posing = entra.token(APP, door.service_url, START, iss="https://api.botframework.com")
        assert (await door.post(door.activity(), token=posing))[0] == 401
    finally:
        await door.close()
        await entra.close()


def test_only_the_bot_service_is_believed_unless_one_tenant_s_issuer_is_named() -> None:
    clock = lambda: START  # noqa: E731
    assert [issuer.name for issuer in microsoft_issuers((), clock)] == ["https://api.botframework.com"]
    for name in (f"https://sts.windows.net/{TENANT}/", f"https://login.microsoftonline.com/{TENANT}/v2.0"):
        assert microsoft_issuers((name,), clock)[1].tenant == TENANT
    for name in ("https://sts.windows.net/common/", "https://evil.com/", f"https://sts.windows.net/{TENANT}", ""):
        with pytest.raises(ValueError, match="is not the issuer of one Entra tenant"):
            microsoft_issuers((name,), clock)


def test_a_gate_that_would_let_everybody_in_cannot_be_made() -> None:
    for app_id, tenants in (("", frozenset({TENANT})), (APP, frozenset[str]())):
        with pytest.raises(ValueError, match="everybody would be let in"):
            Auth(app_id, tenants, Hosts(), (), lambda: START)


async def test_the_local_gate_lets_in_this_machine_and_nobody_else() -> None:
    door = await FrontDoor(is_local=True).start()
    try:
        assert (await door.post(door.activity(), token=None))[0] == 200
        for headers in (
            {"Host": "evil.example"},
            {"X-Forwarded-For": "203.0.113.5"},
            {"Forwarded": "for=203.0.113.5"},
        ):
            assert (await door.post(door.activity(), token=None, headers=headers))[0] == 401, headers
        assert (await door.post(door.activity(serviceUrl="https://evil.example/"), token=None))[0] == 401
        assert (await door.post(door.activity(channelId="webchat"), token=None))[0] == 401
        assert len(door.turns.all) == 1
    finally:
        await door.close()


async def test_what_chatdesk_says_first_goes_out_as_the_json_it_is(door: FrontDoor) -> None:
    thread = "19:abc@thread.tacv2;messageid=1741288800000"
    said = {"type": "message", "text": "é <at>Ann</at>", "summary": "s", "newField": {"a": 1}}
    said["entities"] = [{"type": "mention", "text": "<at>Ann</at>", "mentioned": {"id": "29:ann", "name": "Ann"}}]
    sent = await door.adapter.post(door.service_url, thread, said)
    await door.adapter.edit(door.service_url, thread, sent, {**said, "summary": "t"})
    post, put = door.connector.calls
    stamped = {"from": {"id": f"28:{APP}"}, "conversation": {"id": thread}}
    assert post.body == {**said, **stamped}
    assert put.body == {**said, **stamped, "summary": "t", "id": sent}
    there = f"/emea/{TENANT}/v3/conversations/19%3Aabc%40thread.tacv2%3Bmessageid%3D1741288800000/activities"
    assert (post.method, post.raw_path) == ("POST", there)
    assert (put.method, put.raw_path) == ("PUT", f"{there}/{sent}")
    assert post.headers["Authorization"] == f"Bearer {TOKEN}"


async def test_a_new_thread_and_a_new_chat_are_begun_with_the_json_they_are(door: FrontDoor) -> None:
    told = {"type": "message", "text": "Case 7"}
    channel = {"isGroup": True, "channelData": {"channel": {"id": "19:abc@thread.tacv2"}}, "activity": told}
    conversation, first = await door.adapter.post_new(door.service_url, channel)
    assert conversation == f"19:abc@thread.tacv2;messageid={first}"
    person = {"isGroup": False, "members": [{"id": "29:ann"}], "tenantId": TENANT}
    chat, nothing = await door.adapter.post_new(door.service_url, person)
    assert nothing is None
    assert (await door.adapter.post_new(door.service_url, person))[0] == chat
    bodies = [call.body for call in door.connector.calls]
    assert bodies[:2] == [{"bot": {"id": f"28:{APP}"}, **channel}, {"bot": {"id": f"28:{APP}"}, **person}]


async def test_a_send_that_fails_says_what_it_means_also_through_the_sdk(door: FrontDoor) -> None:
    with pytest.raises(CallFailed) as failed:
        await door.adapter.edit(door.service_url, "a:1", "1", {"type": "message", "text": "x"})
    assert (failed.value.meaning, failed.value.code) == (Meaning.DEAD, "ActivityNotFoundInConversation")
    for call in (
        door.adapter.post("https://evil.trafficmanager.net/", "a:1", {"type": "message", "text": "x"}),
        door.adapter.post_new("https://evil.trafficmanager.net/", {"members": [{"id": "29:ann"}]}),
    ):
        with pytest.raises(CallFailed) as refused:
            await call
        assert refused.value.code == "untrusted_host"


async def _in_pieces(content: bytes) -> AsyncIterator[bytes]:
    """Sent so, a body does not say beforehand how large it is."""
    for begin in range(0, len(content), 65536):
        yield content[begin : begin + 65536]


def _nothing_was_done(door: FrontDoor) -> None:
    assert door.turns.all == []
    assert door.connector.calls == []
    assert door.tokens.scopes == []


def _by_hand(door: FrontDoor, header: dict[str, Any], secret: bytes) -> str:
    """A token no library would make: its own header over a good token's claims."""
    signed = f"{_unpadded(json.dumps(header).encode())}.{door.token().split('.')[1]}"
    mark = hmac.new(secret, signed.encode(), hashlib.sha256).digest() if secret else b""
    return f"{signed}.{_unpadded(mark)}"


def _unpadded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _with_another_algorithm(door: FrontDoor) -> str:
    claims = json.loads(base64.urlsafe_b64decode(door.token().split(".")[1] + "=="))
    return jwt.encode(claims, rsa_key(1), "RS512", headers={"kid": door.keys.kid})


def _signed_with_the_public_key(door: FrontDoor) -> str:
    public = (
        rsa_key(1)
        .public_key()
        .public_bytes(serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo)
    )
    return _by_hand(door, {"alg": "HS256", "kid": door.keys.kid}, public)
