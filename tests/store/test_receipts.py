"""Slack and Teams repeat themselves; a second delivery gets the first result."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from chatdesk.core import commands as c
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import CaseRef, Done, Inbound
from tests.store.desk_world import CHLOE, DANA, NOBODY, DeskWorld


def test_a_second_delivery_gets_the_first_outcome_and_changes_nothing(world: DeskWorld) -> None:
    request = world.opening()
    first = world.desk.handle(request, world.now)
    rows = world.rows()
    assert isinstance(first, Done)
    assert world.desk.handle(request, world.now) == replace(first, is_repeat=True)
    assert world.rows() == rows


def test_a_refusal_is_repeated_even_when_it_would_now_be_granted(world: DeskWorld) -> None:
    case = world.open()
    request = Inbound("too early", DANA, c.Resume(), CaseRef(case_id=case.id))
    first = world.desk.handle(request, world.now)
    assert first == Refused("waiting.not")
    world.do(DANA, c.WaitOn(whom="customer"), case)
    assert world.desk.handle(request, world.now) == first


def test_a_refusal_writes_its_receipt_and_nothing_else(world: DeskWorld) -> None:
    case = world.open()
    before = world.rows()
    assert isinstance(world.do(CHLOE, c.Reply(text_id="t", said_at=world.now), case, "let me in"), Refused)
    assert isinstance(world.do(NOBODY, c.Acknowledge(), case), Refused)
    assert isinstance(world.desk.handle(world.opening(NOBODY), world.now), Refused)
    assert world.rows() == before | {"receipts": before["receipts"] + 3}


def test_the_same_request_delivered_by_eight_at_once_opens_one_case(world: DeskWorld) -> None:
    request = world.opening()
    with ThreadPoolExecutor(8) as eight:
        outcomes = list(eight.map(lambda _: world.desk.handle(request, world.now), range(8)))
    assert {outcome.number for outcome in outcomes if isinstance(outcome, Done)} == {"HARBOR-1"}
    assert sorted(outcome.is_repeat for outcome in outcomes if isinstance(outcome, Done)) == [False] + [True] * 7
    assert world.rows()["cases"] == 1


def test_the_same_reply_delivered_by_eight_at_once_is_said_once(world: DeskWorld) -> None:
    case = world.open()
    request = Inbound(
        "reply", DANA, c.Reply(text_id="words", said_at=world.now), CaseRef(case_id=case.id), {"words": "on it"}
    )
    with ThreadPoolExecutor(8) as eight:
        outcomes = list(eight.map(lambda _: world.desk.handle(request, world.now), range(8)))
    assert sum(not outcome.is_repeat for outcome in outcomes if isinstance(outcome, Done)) == 1
    assert len(world.deliveries(kind="reply.to_customer", audience_name="customer")) == 1
