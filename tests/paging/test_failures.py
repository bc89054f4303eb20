"""A pager that fails: tried again where that wakes nobody twice, and told of where somebody would sleep on."""

from __future__ import annotations

import json
import logging
import socket
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from chatdesk.adapters.paging import Hosts, MailAccount, PagingSender
from chatdesk.core import commands as c
from chatdesk.core.pagers import Pager, PagerKind
from chatdesk.delivery import Delivered, Delivery
from chatdesk.directory import read_directory
from chatdesk.store.tables import deliveries, destinations
from tests.delivery.world import MALIK, World
from tests.paging.peers import GENIE_KEY, HOOK_SECRET, ROUTING_KEY, PagerPeer
from tests.paging.post_office import PASSWORD, PostOffice

FRIDAY = "2026-03-06T14:20-05:00"
SECRETS = {"ON_CALL": ROUTING_KEY, "GENIE": GENIE_KEY, "HOOK": HOOK_SECRET}
PAGERDUTY = Pager(PagerKind.PAGERDUTY, "us", "ON_CALL")
OPSGENIE = Pager(PagerKind.OPSGENIE, "us", "GENIE")
MAIL = Pager(PagerKind.EMAIL, "malik@example.com")


class Night:
    """A P1 that nobody acknowledged, one minute before tier 1 is told."""

    def __init__(self, world: World, hosts: Hosts, account: MailAccount | None, *pagers: Pager) -> None:
        self.world = world
        listed = read_directory(Path("chatdesk/demo/directory.yml"))
        world.desk.use_directory(replace(listed, pagers=tuple(("on_call", pager) for pager in pagers)))
        self.paging = PagingSender(SECRETS, account, lambda: world.now, hosts)
        senders = {"slack": world.sender, "paging": self.paging}
        world.delivery = Delivery(world.outbox, world.mirrors, world.reads, senders, world.run)

    async def begins(self) -> str:
        """Tier 1 is raised and told; the case's id."""
        case_id = self.world.open()
        await self.world.until("2026-03-06T15:19:59-05:00")
        self.world.now += timedelta(seconds=1)
        self.world.desk.wake_due(self.world.now)
        await self.world.deliver()
        return case_id

    async def later(self, seconds: float) -> Delivered:
        return await self.world.deliver(after=timedelta(seconds=seconds))

    def told(self) -> list[str]:
        """What engineers and those on call read of pagers."""
        texts = [*self.world.sender.texts("C0CASEDESK"), *self.world.sender.texts("C0ONCALL")]
        return [text for text in texts if "pager" in text]

    def stored(self) -> str:
        """Everything that the outbox keeps."""
        with self.world.store.reading() as tx:
            rows = [*tx.execute(select(deliveries)), *tx.execute(select(destinations))]
        return "\n".join(str(row) for row in rows)


@pytest.fixture
async def night(world: World, pagers: PagerPeer, post_office: PostOffice) -> Iterator:
    made: list[Night] = []
    pagers.now = lambda: world.now

    def make(*named: Pager) -> Night:
        hosts = Hosts(pagerduty_us=pagers.url, opsgenie_us=pagers.url)
        made.append(Night(world, hosts, MailAccount.at(post_office.url, "chatdesk@example.com"), *named))
        return made[-1]

    yield make
    for one in made:
        await one.paging.close()


def hook(pagers: PagerPeer) -> Pager:
    return Pager(PagerKind.WEBHOOK, f"{pagers.url}/hook", "HOOK")


async def test_a_lost_reply_of_a_service_that_pages_wakes_nobody_twice(night, pagers: PagerPeer) -> None:
    here = night(PAGERDUTY, OPSGENIE, hook(pagers))
    pagers.plan.extend(["lose"] * 3)
    await here.begins()
    await here.later(2)
    assert len(pagers.requests) == 6
    assert [alert.rang for alert in (*pagers.pagerduty.values(), *pagers.opsgenie.values())] == [1, 1]
    assert len(pagers.hook) == 1
    assert here.told() == []
    assert (await here.later(600)).count == 0


async def test_a_process_that_ends_while_it_pages_leaves_it_to_the_next(night, pagers: PagerPeer, world: World) -> None:
    """Its lease runs out; the service recognises what it is sent again."""
    here = night(PAGERDUTY)
    working, senders = world.delivery, {"slack": world.sender, "paging": _Ends(here.paging)}
    world.delivery = Delivery(world.outbox, world.mirrors, world.reads, senders, world.run)
    with pytest.raises(_Ended):
        await here.begins()
    assert len(pagers.pagerduty) == 1
    world.delivery = working
    await here.later(121)
    assert len(pagers.requests) == 2
    [incident] = pagers.pagerduty.values()
    assert incident.rang == 1


async def test_who_pages_too_often_is_put_off_as_long_as_asked(night, pagers: PagerPeer) -> None:
    here = night(PAGERDUTY)
    pagers.plan.append((429, "7"))
    await here.begins()
    await here.later(6)
    assert pagers.pagerduty == {}
    await here.later(1)
    assert len(pagers.pagerduty) == 1
    assert here.told() == []


@pytest.mark.parametrize(
    ("pager", "answer", "words"),
    [
        (PAGERDUTY, 400, "It does not take what we send."),
        (PAGERDUTY, 403, "Its key is not accepted."),
        (OPSGENIE, 401, "Its key is not accepted."),
        (OPSGENIE, 422, "It does not take what we send."),
        (PAGERDUTY, 302, "Its address points elsewhere now."),
    ],
)
async def test_a_pager_that_refuses_is_told_of_at_once(night, pagers: PagerPeer, pager, answer, words) -> None:
    here = night(pager)
    pagers.plan.append(answer)
    await here.begins()
    assert len(pagers.requests) == 1
    told = here.told()
    assert len(told) == 2, "the case's thread and those on call"
    name = f"{pager.kind} {pager.secret}"
    assert all(f"The pager {name} beside the on-call channel was not reached." in text for text in told)
    assert all(words in text for text in told)


async def test_two_pagers_that_refuse_are_both_told_of(night, pagers: PagerPeer) -> None:
    here = night(PAGERDUTY, OPSGENIE)
    pagers.plan.extend([403, 403])
    await here.begins()
    told = "\n".join(here.told())
    assert "The pager pagerduty ON_CALL" in told and "The pager opsgenie GENIE" in told


async def test_a_pager_that_does_not_answer_is_told_of_once_and_tried_on(night, pagers: PagerPeer) -> None:
    here = night(PAGERDUTY)
    pagers.plan.extend([503] * 12)
    await here.begins()
    for _ in range(5):
        await here.later(22)
    assert here.told() == [], "less than two minutes"
    for _ in range(12):
        await here.later(30)
    assert len(here.told()) == 2
    assert all("does not answer, so it has woken nobody yet. We go on trying." in text for text in here.told())
    [incident] = pagers.pagerduty.values()
    assert incident.rang == 1


async def test_what_follows_an_alarm_never_overtakes_it(night, pagers: PagerPeer, world: World) -> None:
    here = night(PAGERDUTY)
    pagers.plan.append((429, "30"))
    case_id = await here.begins()
    world.send(MALIK, c.TakeEscalation(), case_id=case_id)
    await here.later(1)
    assert pagers.pagerduty == {}
    await here.later(30)
    [incident] = pagers.pagerduty.values()
    assert [word["event_action"] for word in incident.words] == ["trigger", "acknowledge"]


async def test_an_alarm_waits_for_no_other_alarm_of_the_same_pager(night, pagers: PagerPeer, world: World) -> None:
    here = night(hook(pagers))
    first = await here.begins()
    world.send(MALIK, c.TakeEscalation(), case_id=first)
    pagers.plan.append((429, "7200"))
    await here.later(1)
    assert [word["event"] for word in pagers.hook] == ["alarm.raised"], "the taking of the first is put off"
    world.open()
    await here.world.until("2026-03-06T16:20:02-05:00")
    assert [word["event"] for word in pagers.hook] == ["alarm.raised"] * 2
    assert len({word["alarm"] for word in pagers.hook}) == 2


async def test_a_name_that_leads_to_a_cloud_s_data_about_this_machine_is_never_called(
    night, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = night(Pager(PagerKind.WEBHOOK, "https://pager.example.com/hook", "HOOK"))
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("169.254.169.254", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    await here.begins()
    assert all("Its address is one that chatdesk never calls." in text for text in here.told())
    assert len(here.told()) == 2


async def test_a_mail_whose_fate_is_unknown_is_sent_once_more_and_says_so(night, post_office: PostOffice) -> None:
    here = night(MAIL)
    post_office.loses = True
    await here.begins()
    for _ in range(4):
        await here.later(60)
    first, second = post_office.letters
    assert first["Message-ID"] == second["Message-ID"]
    mark = "this message already: we could not tell whether it arrived."
    assert [mark in letter.get_content() for letter in (first, second)] == [False, True]
    for _ in range(20):
        await here.later(300)
    assert len(post_office.letters) == 2
    assert len(here.told()) == 2, "nobody can know, so people are told"


@pytest.mark.parametrize(
    ("command", "answer", "words"),
    [
        ("AUTH", "535 who are you", "The mail server does not accept our login."),
        ("RCPT", "550 no such user", "The mail server does not take the message."),
        ("DATA", "554 no thanks", "The mail server does not take the message."),
    ],
)
async def test_a_mail_server_that_refuses_is_told_of_at_once(
    night, post_office: PostOffice, command, answer, words
) -> None:
    here = night(MAIL)
    post_office.answers[command] = answer
    await here.begins()
    assert post_office.letters == []
    assert len(here.told()) == 2
    assert all(words in text and "The pager email malik@example.com" in text for text in here.told())


async def test_a_mail_server_that_wants_us_later_gets_it_later(night, post_office: PostOffice) -> None:
    here = night(MAIL)
    post_office.answers["RCPT"] = "450 come back"
    await here.begins()
    assert post_office.letters == []
    del post_office.answers["RCPT"]
    await here.later(2)
    assert len(post_office.letters) == 1
    assert here.told() == []


async def test_no_secret_is_written_anywhere(night, pagers: PagerPeer, post_office: PostOffice, caplog) -> None:
    here = night(PAGERDUTY, OPSGENIE, hook(pagers), MAIL)
    caplog.set_level(logging.DEBUG)
    pagers.plan.extend([400, 403, 500, "lose", 302, 429])
    post_office.answers["AUTH"] = "535 who are you"
    await here.begins()
    await here.later(2)
    written = here.stored() + caplog.text + json.dumps(here.told()) + repr(MailAccount.at(post_office.url, "a@b"))
    assert "key_refused" in written, "nothing failed"
    for secret in (ROUTING_KEY, GENIE_KEY, HOOK_SECRET, PASSWORD):
        assert secret not in written


class _Ended(BaseException):
    """What a process that is killed leaves behind: nothing recorded."""


class _Ends:
    def __init__(self, sender: PagingSender) -> None:
        self._sender = sender

    async def post(self, *given):
        await self._sender.post(*given)
        raise _Ended
