"""COD-11: one load a month is accepted; the next of the same calendar month, in the policy's zone, waits for a yes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from chatdesk.core import commands as c
from chatdesk.core.case import Case, Resolution, Status
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done, Inbound, Outcome
from chatdesk.core.load import LoadState
from chatdesk.core.places import Identity, Place
from chatdesk.store.engine import Store
from tests.store.desk_world import (
    BLUEPEAK,
    BLUEPEAK_CHANNEL,
    CHLOE,
    DANA,
    DIRECTORY,
    HARBOR,
    HARBOR_CHANNEL,
    RUTH,
    DeskWorld,
    policy,
)

ROWS = "Código;Nombre;Vigente desde\nA1;Norte;2026-04-01\nA2;Sur;2026-04-01"


@pytest.fixture
def world(store: Store) -> DeskWorld:
    world = DeskWorld(store, replace(DIRECTORY, customers=tuple(_of_codify(one) for one in (HARBOR, BLUEPEAK))))
    world.desk.use_policies([policy("codify")], world.now)
    world.now = datetime(2026, 4, 6, 15, 0, tzinfo=UTC)
    return world


def _of_codify(customer):  # type: ignore[no-untyped-def]
    people = tuple(replace(person, is_representative=True) for person in customer.people)
    return replace(customer, policy="codify", people=people)


def send(world: DeskWorld, rows: str | None = ROWS, who: Identity = RUTH, place: Place = HARBOR_CHANNEL) -> Outcome:
    title, description = world.new_id(), world.new_id()
    command = c.Open(
        case_id=world.new_id(),
        title_id=title,
        description_id=description if rows is not None else None,
        reported_at=world.now,
        reason="bulk_load",
    )
    texts = {title: "Carga"} | ({description: rows} if rows is not None else {})
    return world.desk.handle(Inbound(world.new_id(), who, command, texts=texts, place=place), world.now)


def sent(world: DeskWorld, *args: object) -> Case:
    done = send(world, *args)  # type: ignore[arg-type]
    assert isinstance(done, Done), done
    return world.case(done.case_id)


def state(case: Case) -> LoadState | None:
    return case.load.state if case.load else None


def test_an_accepted_load_leaves_its_count_and_hash_on_the_case(world: DeskWorld) -> None:
    case = sent(world)
    assert case.load is not None
    assert (case.load.rows, len(case.load.digest), case.load.state) == (2, 64, LoadState.ACCEPTED)
    assert world.desk.verify(case.id).is_sound


def test_of_a_faulty_one_nothing_is_kept(world: DeskWorld) -> None:
    before = world.rows()
    faulty = "Código;Nombre;Vigente desde\n" + "\n".join(";;" + str(n) for n in range(12))
    refused = send(world, faulty)
    assert isinstance(refused, Refused)
    facts = dict(refused.facts)
    assert (refused.reason, facts["n"], facts["more"]) == ("load.faulty", "36", "26")
    told = json.loads(facts["faults"])
    assert len(told) == 10
    assert (told[0]["line"], told[0]["what"], told[0]["column"]["es"]) == (2, "missing", "Código")
    after = world.rows()
    assert {name for name in before if before[name] != after[name]} == {"receipts"}
    # And it does not count: the next one is the month's first, with the number that was not used.
    case = sent(world)
    assert (case.number, state(case)) == ("HARBOR-1", LoadState.ACCEPTED)


@pytest.mark.parametrize("rows", [None, "", "  \n"])
def test_without_rows_no_case_is_opened(world: DeskWorld, rows: str | None) -> None:
    assert send(world, rows) == Refused("load.missing")


def test_the_second_of_a_month_waits_and_another_customer_s_does_not(world: DeskWorld) -> None:
    assert state(sent(world)) is LoadState.ACCEPTED
    assert state(sent(world)) is LoadState.WAITING
    assert state(sent(world, ROWS, CHLOE, BLUEPEAK_CHANNEL)) is LoadState.ACCEPTED


def test_the_month_is_the_calendar_s_in_the_policy_s_zone(world: DeskWorld) -> None:
    sent(world)
    # In Santiago (UTC−4 in May) April ends at 04:00 UTC on 1 May.
    world.now = datetime(2026, 5, 1, 3, 59, 59, tzinfo=UTC)
    assert state(sent(world)) is LoadState.WAITING
    world.now = datetime(2026, 5, 1, 4, 0, tzinfo=UTC)
    assert state(sent(world)) is LoadState.ACCEPTED


def test_what_was_declined_or_taken_back_does_not_count(world: DeskWorld) -> None:
    first = sent(world)
    world.do(RUTH, c.Withdraw(), first)
    second = sent(world)
    assert state(second) is LoadState.ACCEPTED
    third = sent(world)
    assert isinstance(world.do(DANA, c.DeclineLoad(text_id=world.new_id()), third, "Next month."), Done)
    assert (world.case(third.id).status, state(world.case(third.id))) == (Status.WITHDRAWN, LoadState.DECLINED)
    assert world.desk.verify(third.id).is_sound


def test_only_ours_approve_and_until_then_it_cannot_be_resolved(world: DeskWorld) -> None:
    sent(world)
    case = sent(world)
    resolve = c.Resolve(resolution=Resolution.PERMANENT, text_id=world.new_id())
    assert world.do(DANA, resolve, case, "Loaded.") == Refused("load.waits")
    assert world.do(RUTH, c.ApproveLoad(), case) == Refused.because("not_allowed", who="agent")
    assert isinstance(world.do(DANA, c.ApproveLoad(), case), Done)
    assert state(world.case(case.id)) is LoadState.APPROVED
    assert world.do(DANA, c.ApproveLoad(), case) == Refused("load.not_waiting")
    assert isinstance(world.do(DANA, resolve, case, "Loaded."), Done)
