"""Two who change one case at once: the loser decides again on what the winner left."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import event

from chatdesk.core import commands as c
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done
from chatdesk.desk import Conflict
from chatdesk.store import cases
from chatdesk.store.cases import Stale
from tests.store.desk_world import DANA, MALIK, DeskWorld


@contextmanager
def always_outrun(world: DeskWorld, times: int) -> Iterator[list[str]]:
    """Somebody else is quicker, the given number of times: the version moves just before it is compared."""
    lost: list[str] = []

    def before(_connection: Any, cursor: Any, sql: str, *_: Any) -> None:
        if sql.startswith("UPDATE cases SET") and len(lost) < times:
            lost.append(sql)
            cursor.execute("UPDATE cases SET version = version + 1")

    event.listen(world.store.engine, "before_cursor_execute", before)
    yield lost
    event.remove(world.store.engine, "before_cursor_execute", before)


def test_a_case_is_saved_only_over_the_version_it_was_loaded_at(world: DeskWorld) -> None:
    case = world.open()
    moved = replace(case, version=case.version + 1)
    with world.store.writing() as tx:
        cases.save(tx, [(case, moved)])
    with pytest.raises(Stale), world.store.writing() as tx:
        cases.save(tx, [(case, replace(case, version=case.version + 2))])
    assert world.case(case.id).version == moved.version


def test_the_loser_of_four_races_still_gets_through(world: DeskWorld) -> None:
    case = world.open()
    with always_outrun(world, times=4) as lost:
        assert isinstance(world.do(DANA, c.Acknowledge(), case), Done)
    assert len(lost) == 4
    assert world.desk.verify(case.id).is_sound


def test_after_five_lost_races_nothing_is_stored_and_the_request_may_come_again(world: DeskWorld) -> None:
    case = world.open()
    before = world.rows()
    with always_outrun(world, times=5), pytest.raises(Conflict):
        world.do(DANA, c.Acknowledge(), case)
    assert world.rows() == before
    assert isinstance(world.do(DANA, c.Acknowledge(), case), Done)


def test_of_two_who_click_at_once_the_second_reads_who_was_first(world: DeskWorld) -> None:
    for _ in range(5):
        case = world.open()
        with ThreadPoolExecutor(2) as both:
            outcomes = list(both.map(lambda who: world.do(who, c.Acknowledge(), case), (DANA, MALIK)))  # noqa: B023
        done = [outcome for outcome in outcomes if isinstance(outcome, Done)]
        refused = [outcome for outcome in outcomes if isinstance(outcome, Refused)]
        owner = world.case(case.id).owner_id or ""
        assert len(done) == 1
        assert refused == [Refused.because("already.acknowledged", owner=owner)]


def test_a_storm_of_notes_loses_none(world: DeskWorld) -> None:
    case = world.open()
    with ThreadPoolExecutor(4) as four:
        outcomes = list(four.map(lambda n: _note_until_done(world, case, n), range(12)))
    assert all(isinstance(outcome, Done) for outcome in outcomes)
    assert world.case(case.id).version == case.version + 12
    assert world.desk.verify(case.id).is_sound


def _note_until_done(world: DeskWorld, case: cases.Case, number: int) -> object:
    for _ in range(20):
        try:
            return world.note(DANA, case, f"note {number}")
        except Conflict:
            continue
    return None
