"""What goes out to Teams: where it may go, what it says on the wire, and what a failure means."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable
from typing import Any

import pytest

from chatdesk.adapters.talk.calls import CallFailed, Meaning
from chatdesk.adapters.teams.calls import Calls
from chatdesk.adapters.teams.hosts import DEFAULT_SERVICE_URL, Hosts, tenant_in
from chatdesk.adapters.teams.tokens import NoTokens, TokenRefused, TokenUnreachable
from tests.adapters.teams.front_door import TENANT, TOKEN, GivenToken
from tests.teams_peer.connector import FakeConnector, Fault, Refusal

TEXT = {"type": "message", "text": "Case 7 is open"}
CHAT = "19:abc@thread.tacv2;messageid=1741288800000"
HTTP_DATE = "Fri, 06 Mar 2026 19:20:00 GMT"


@pytest.fixture
async def connector() -> AsyncIterator[FakeConnector]:
    started = await FakeConnector(TOKEN).start()
    yield started
    await started.close()


@pytest.fixture
async def calls(connector: FakeConnector) -> AsyncIterator[Calls]:
    opened = Calls(GivenToken(), Hosts(frozenset({connector.origin})))
    yield opened
    await opened.close()


@pytest.fixture
def url(connector: FakeConnector) -> str:
    return connector.service_url(TENANT)


def test_only_teams_own_hosts_are_trusted_and_only_as_they_are_written() -> None:
    hosts = Hosts()
    for good in (
        DEFAULT_SERVICE_URL,
        "https://smba.trafficmanager.net",
        "https://smba.trafficmanager.net:443/emea/",
        f"https://smba.trafficmanager.net/emea/{TENANT}/",
        "https://smba.infra.gcc.teams.microsoft.com/teams",
        "https://smba.infra.gov.teams.microsoft.us/teams/",
        "https://smba.infra.dod.teams.microsoft.us/teams/",
    ):
        assert hosts.trusts(good), good
    for bad in (
        "",
        None,
        5,
        "smba.trafficmanager.net",
        "//smba.trafficmanager.net/",
        "http://smba.trafficmanager.net/emea/",
        "HTTPS://smba.trafficmanager.net/",
        "https://SMBA.trafficmanager.net/",
        "https://evil.trafficmanager.net/",
        "https://trafficmanager.net/",
        "https://xsmba.trafficmanager.net/",
        "https://smba.trafficmanager.net.evil.com/",
        "https://smba.trafficmanager.net./",
        "https://smba.trafficmanager.net@evil.com/",
        "https://evil.com/smba.trafficmanager.net/",
        "https://evil.com#@smba.trafficmanager.net/",
        "https://evil.com\\@smba.trafficmanager.net/",
        "https://user:pw@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net:443:80/",
        "https://smba.trafficmanager.net:/",
        "https://smba.trafficmanager.net/?x=1",
        "https://smba.trafficmanager.net/#x",
        "https://smba.trafficmanager.net/../x",
        "https://smba.trafficmanager.net/%2e%2e/x",
        "https://smba.trafficmanager.net//evil.com/",
        "https://smba.trafficmanager.net/ x",
        "https://smba.trafficmanager.net/\n",
        " https://smba.trafficmanager.net/",
        "https://ѕmba.trafficmanager.net/",
        "http://127.0.0.1:5123/",
    ):
        assert not hosts.trusts(bad), bad


def test_beside_teams_only_an_origin_of_this_machine_can_be_trusted() -> None:
    hosts = Hosts(frozenset({"http://127.0.0.1:5123"}))
    assert hosts.trusts("http://127.0.0.1:5123/emea/")
    for other in ("http://127.0.0.1:5124/", "https://127.0.0.1:5123/", "http://127.0.0.1/", "http://127.0.0.1:5123@x/"):
        assert not hosts.trusts(other), other
    for origin in ("https://example.com", "http://10.0.0.1:80", "http://localhost:80", "https://127.0.0.1.evil.com"):
        with pytest.raises(ValueError, match="is not on this machine"):
            Hosts(frozenset({origin}))


def test_the_tenant_is_read_from_a_service_url_that_names_one() -> None:
    assert tenant_in(f"https://smba.trafficmanager.net/emea/{TENANT.upper()}/") == TENANT
    assert tenant_in("https://smba.trafficmanager.net/emea/") is None


async def test_each_call_goes_out_as_teams_documents_it(calls: Calls, connector: FakeConnector, url: str) -> None:
    connector.members["19:abc@thread.tacv2", "29:ann/ü"] = {"id": "29:ann/ü", "userRole": "guest"}
    sent = await calls.send(url, CHAT, TEXT)
    await calls.update(url, CHAT, sent, TEXT)
    await calls.send_targeted(url, CHAT, TEXT, "29:ann/ü")
    assert await calls.member(url, CHAT, "29:ann/ü") == {"id": "29:ann/ü", "userRole": "guest"}
    chat, nothing = await calls.create(url, {"members": [{"id": "29:ann/ü"}]})
    assert (chat, nothing) == ("a:chat-1", None)
    there = f"/emea/{TENANT}/v3/conversations"
    named = f"{there}/19%3Aabc%40thread.tacv2%3Bmessageid%3D1741288800000"
    assert [(call.method, call.raw_path, call.body) for call in connector.calls] == [
        ("POST", f"{named}/activities", TEXT),
        ("PUT", f"{named}/activities/{sent}", {**TEXT, "id": sent}),
        (
            "POST",
            f"{named}/activities?isTargetedActivity=true",
            {**TEXT, "recipient": {"id": "29:ann/ü", "isTargeted": True}},
        ),
        ("GET", f"{named}/members/29%3Aann%2F%C3%BC", {}),
        ("POST", there, {"members": [{"id": "29:ann/ü"}]}),
    ]
    assert {call.headers["Authorization"] for call in connector.calls} == {f"Bearer {TOKEN}"}


async def test_where_no_token_is_needed_none_is_sent(connector: FakeConnector, url: str) -> None:
    connector.token = None
    calls = Calls(NoTokens(), Hosts(frozenset({connector.origin})))
    await calls.send(url, "a:1", TEXT)
    await calls.close()
    assert "Authorization" not in connector.calls[0].headers


async def test_a_host_that_is_not_trusted_gets_no_request_and_no_token(connector: FakeConnector, url: str) -> None:
    tokens = GivenToken()
    calls = Calls(tokens, Hosts())
    for call in (
        calls.send(url, "a:1", TEXT),
        calls.send_targeted(url, "a:1", TEXT, "29:ann"),
        calls.update(url, "a:1", "1", TEXT),
        calls.create(url, {}),
        calls.member(url, "a:1", "29:ann"),
    ):
        assert await _failure(call) == (Meaning.DEAD, "untrusted_host", None)
    await calls.close()
    assert connector.calls == []
    assert tokens.scopes == []


async def test_a_redirect_is_not_followed(calls: Calls, connector: FakeConnector, url: str) -> None:
    trap = await FakeConnector().start()
    for status in (301, 302, 307, 308):
        connector.fail(Fault(status, headers={"Location": trap.service_url()}))
        assert await _failure(calls.send(url, "a:1", TEXT)) == (Meaning.RETRY, "redirect_refused", 60)
    await trap.close()
    assert trap.calls == []


async def test_an_id_that_would_lead_elsewhere_is_not_asked_for(
    calls: Calls, connector: FakeConnector, url: str
) -> None:
    for conversation in ("", ".", ".."):
        assert await _failure(calls.send(url, conversation, TEXT)) == (Meaning.DEAD, "unusable_id", None)
    await calls.send(url, "../../evil?x=1#y", TEXT)
    assert [call.parts for call in connector.calls] == [("../../evil?x=1#y", "activities")]


DEAD, RETRY, UNCERTAIN = Meaning.DEAD, Meaning.RETRY, Meaning.UNCERTAIN


@pytest.mark.parametrize(
    ("fault", "post", "put"),
    [
        (Fault(429, headers={"Retry-After": "7"}), (RETRY, "ratelimited", 7.0), (RETRY, "ratelimited", 7.0)),
        (Fault(429), (RETRY, "ratelimited", None), (RETRY, "ratelimited", None)),
        (Fault(429, headers={"Retry-After": "0"}), (RETRY, "ratelimited", 1.0), (RETRY, "ratelimited", 1.0)),
        (Fault(429, headers={"Retry-After": "soon"}), (RETRY, "ratelimited", None), (RETRY, "ratelimited", None)),
        (
            Fault(429, headers={"Retry-After": "Fri, 06 Mar 2026 19:20:42 GMT", "Date": HTTP_DATE}),
            (RETRY, "ratelimited", 42.0),
            (RETRY, "ratelimited", 42.0),
        ),
        (
            Fault(429, headers={"Retry-After": "Fri, 06 Mar 2026 19:19:00 GMT", "Date": HTTP_DATE}),
            (RETRY, "ratelimited", 1.0),
            (RETRY, "ratelimited", 1.0),
        ),
        (Fault(412, "PreconditionFailed"), (RETRY, "PreconditionFailed", None), (RETRY, "PreconditionFailed", None)),
        (Fault(401, "Unauthorized"), (RETRY, "unauthorized", 60.0), (RETRY, "unauthorized", 60.0)),
        (Fault(400, "ServiceError"), (DEAD, "ServiceError", None), (DEAD, "ServiceError", None)),
        (Fault(404), (DEAD, "http_404", None), (DEAD, "http_404", None)),
        (Fault(413, "MessageSizeTooBig"), (DEAD, "MessageSizeTooBig", None), (DEAD, "MessageSizeTooBig", None)),
        (
            Fault(403, "BotNotInConversationRoster"),
            (DEAD, "BotNotInConversationRoster", None),
            (DEAD, "BotNotInConversationRoster", None),
        ),
        (Fault(403, body=b"<html>"), (DEAD, "http_403", None), (DEAD, "http_403", None)),
        (Fault(403, body=b'{"error": "x"}'), (DEAD, "http_403", None), (DEAD, "http_403", None)),
        (Fault(403, body=b'{"error": {"code": 5}}'), (DEAD, "http_403", None), (DEAD, "http_403", None)),
        (Fault(408), (UNCERTAIN, "http_408", None), (RETRY, "http_408", None)),
        (Fault(500, "ServiceError"), (UNCERTAIN, "ServiceError", None), (UNCERTAIN, "ServiceError", None)),
        (Fault(502), (UNCERTAIN, "http_502", None), (RETRY, "http_502", None)),
        (Fault(503, headers={"Retry-After": "9"}), (UNCERTAIN, "http_503", 9.0), (RETRY, "http_503", 9.0)),
        (Fault(504), (UNCERTAIN, "http_504", None), (RETRY, "http_504", None)),
    ],
)
async def test_what_a_failure_means(
    calls: Calls, connector: FakeConnector, url: str, fault: Fault, post: Any, put: Any
) -> None:
    stands = await calls.send(url, "a:1", TEXT)
    connector.calls.clear()
    connector.fail(fault)
    assert await _failure(calls.send(url, "a:1", TEXT)) == post
    connector.fail(fault)
    assert await _failure(calls.update(url, "a:1", stands, TEXT)) == put
    assert [call.method for call in connector.calls] == ["POST", "PUT"], "something was repeated"


@pytest.mark.parametrize("accepts", [False, True])
async def test_a_connection_lost_after_sending_leaves_a_post_uncertain_and_lets_an_edit_be_repeated(
    calls: Calls, connector: FakeConnector, url: str, accepts: bool
) -> None:
    stands = await calls.send(url, "a:1", TEXT)
    connector.fail(Fault(loses=True, accepts=accepts))
    assert await _failure(calls.send(url, "a:1", TEXT)) == (UNCERTAIN, "connection_lost", None)
    assert [call.method for call in connector.calls] == ["POST", "POST"]
    # aiohttp itself repeats once what may be repeated, if it went out on a connection that was kept.
    connector.fail(Fault(loses=True), Fault(loses=True))
    assert await _failure(calls.update(url, "a:1", stands, TEXT)) == (RETRY, "connection_lost", None)


async def test_a_post_that_was_accepted_behind_a_502_stands_once(
    calls: Calls, connector: FakeConnector, url: str
) -> None:
    connector.fail(Fault(502, accepts=True))
    assert await _failure(calls.send(url, "a:1", TEXT)) == (Meaning.UNCERTAIN, "http_502", None)
    assert connector.said_in("a:1") == [TEXT]


async def test_a_success_that_names_no_id_is_uncertain(calls: Calls, connector: FakeConnector, url: str) -> None:
    for body in (b"", b"{}", b"[]", b'{"id": 5}', b"<html>"):
        connector.fail(Fault(200, body=body))
        assert await _failure(calls.send(url, "a:1", TEXT)) == (Meaning.UNCERTAIN, "unreadable_answer", None)
    connector.fail(Fault(200, body=b""))
    await calls.update(url, "a:1", "1", TEXT)


async def test_an_answer_that_does_not_come_is_uncertain_for_a_post(connector: FakeConnector, url: str) -> None:
    held = asyncio.Event()
    connector.fail(Fault(holds=held), Fault(holds=held))
    calls = Calls(GivenToken(), Hosts(frozenset({connector.origin})), timeout_seconds=0.05)
    assert await _failure(calls.send(url, "a:1", TEXT)) == (Meaning.UNCERTAIN, "connection_lost", None)
    assert await _failure(calls.member(url, "a:1", "29:ann")) == (Meaning.RETRY, "connection_lost", None)
    held.set()
    await calls.close()


async def test_a_connection_that_is_refused_may_be_tried_again(calls: Calls) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        origin = f"http://127.0.0.1:{taken.getsockname()[1]}"
        refused = Calls(GivenToken(), Hosts(frozenset({origin})))
        assert await _failure(refused.send(origin, "a:1", TEXT)) == (Meaning.RETRY, "unreachable", None)
        await refused.close()


async def test_without_a_token_nothing_is_sent_and_the_call_may_be_tried_again(
    connector: FakeConnector, url: str
) -> None:
    class Failing:
        error: Exception = TokenUnreachable("away")

        async def token(self, scope: str) -> str:
            raise self.error

    tokens = Failing()
    calls = Calls(tokens, Hosts(frozenset({connector.origin})))
    assert await _failure(calls.send(url, "a:1", TEXT)) == (Meaning.RETRY, "no_token", None)
    tokens.error = TokenRefused("invalid_client: AADSTS7000215")
    assert await _failure(calls.send(url, "a:1", TEXT)) == (Meaning.RETRY, "token_refused", 60)
    assert connector.calls == []


async def test_the_fake_connector_refuses_what_teams_refuses(calls: Calls, connector: FakeConnector, url: str) -> None:
    mention = {"type": "mention", "text": "<at>Ann</at>", "mentioned": {"id": "29:ann", "name": "Ann"}}
    card = {"contentType": "application/vnd.microsoft.card.adaptive"}
    for body, code in (
        ({"type": "message"}, "BadSyntax"),
        ({"type": "message", "text": "<at>Ann</at>"}, "BadArgument"),
        ({"type": "message", "text": "Ann", "entities": [mention]}, "BadArgument"),
        (
            {"type": "message", "attachments": [{**card, "content": {"body": [], "msteams": {"entities": [mention]}}}]},
            "BadArgument",
        ),
        ({**TEXT, "recipient": {"id": "29:ann", "isTargeted": True}}, "BadArgument"),
        ({"type": "message", "text": "x" * 51_200}, "MessageSizeTooBig"),
    ):
        assert await _failure(calls.send(url, "a:1", body)) == (Meaning.DEAD, code, None), body
    await calls.send(url, "a:1", {"type": "message", "text": "<at>Ann</at>", "entities": [mention]})
    await calls.send(url, "a:1", {"type": "message", "text": "x" * 51_000})

    def not_there(call: Any) -> None:
        raise Refusal(403, "BotNotInConversationRoster")

    connector.check = not_there
    assert await _failure(calls.send(url, "a:1", TEXT)) == (Meaning.DEAD, "BotNotInConversationRoster", None)


async def _failure(call: Awaitable[Any]) -> tuple[Meaning, str, float | None]:
    with pytest.raises(CallFailed) as failed:
        await call
    return failed.value.meaning, failed.value.code, failed.value.retry_after
