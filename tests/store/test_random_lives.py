"""Whatever happens to cases, the stored case is what its events give, and the outbox agrees with both."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatdesk.core import commands as c
from chatdesk.core.case import Resolution, WaitingOn
from chatdesk.core.inbound import CaseRef, Inbound
from chatdesk.core.notice import AudienceKind
from chatdesk.store.engine import open_store
from tests.store.desk_world import CAMILA, DANA, GRACE, MALIK, RUTH, DeskWorld, policy

PEOPLE = st.sampled_from([RUTH, CAMILA, DANA, MALIK, GRACE])
POLICIES = st.sampled_from(["catamarun", "codify", "cipplanner", "c2-atom", "advendio"])
COMMANDS = st.sampled_from(
    [
        lambda now: c.Acknowledge(),
        lambda now: c.Assign(owner_id="malik"),
        lambda now: c.Reply(text_id="", said_at=now - timedelta(minutes=20)),
        lambda now: c.Reply(text_id="", said_at=now, seen_in=("customer",)),
        lambda now: c.Note(text_id=""),
        lambda now: c.FinishAnalysis(),
        lambda now: c.SetSeverity(severity=1),
        lambda now: c.SetSeverity(severity=3),
        lambda now: c.DeclineSeverity(),
        lambda now: c.WaitOn(whom=WaitingOn.CUSTOMER),
        lambda now: c.Resume(),
        lambda now: c.Escalate(reason_id=""),
        lambda now: c.AcceptTier(tier=1),
        lambda now: c.DeclineTier(tier=1),
        lambda now: c.TakeEscalation(),
        lambda now: c.DeEscalate(),
        lambda now: c.HandOff(to_level=3),
        lambda now: c.OfferWorkaround(text_id=""),
        lambda now: c.Resolve(resolution=Resolution.PERMANENT, text_id=""),
        lambda now: c.Approve(),
        lambda now: c.Reject(text_id=""),
        lambda now: c.Close(),
        lambda now: c.Reopen(text_id=""),
        lambda now: c.Withdraw(),
        lambda now: c.LinkTo(other_id="first"),
        lambda now: c.MergeInto(other_id="first"),
    ]
)
PASSING = st.integers(min_value=1, max_value=60 * 72).map(lambda minutes: timedelta(minutes=minutes))
STEPS = st.lists(st.one_of(st.tuples(PEOPLE, COMMANDS), PASSING), max_size=12)


@contextmanager
def fresh_world(template: Path, policy_name: str) -> Iterator[DeskWorld]:
    with tempfile.TemporaryDirectory() as folder:
        shutil.copy(template, f"{folder}/desk.db")
        store = open_store(f"sqlite:///{folder}/desk.db")
        world = DeskWorld(store)
        world.desk.use_policies([policy(policy_name)], world.now)
        world.desk.set_customer_policy("harbor", policy_name)
        yield world
        store.close()


@given(policy_name=POLICIES, severity=st.sampled_from([None, 1, 2]), steps=STEPS)
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_after_any_life_the_case_is_what_its_events_give(
    sqlite_template: Path, policy_name: str, severity: int | None, steps: list[object]
) -> None:
    with fresh_world(sqlite_template, policy_name) as world:
        highest = len(_severities(world)) or None
        world.open(case_id="first", severity=None)
        case = world.open(severity=severity if highest and (severity or 0) <= highest else None)
        for step in steps:
            if isinstance(step, timedelta):
                world.now += step
                world.desk.wake_due(world.now)
            else:
                who, make = step  # type: ignore[misc]
                _give(world, who, make(world.now), case.id)
        assert world.failures == []
        for case_id in ("first", case.id):
            verified = world.desk.verify(case_id)
            assert verified.is_sound, verified.differences
        stored = world.case(case.id)
        assert {row.card_wanted for row in world.places(stored).values()} == {stored.version}
        waits = [case.wake_at for case in (stored, world.case("first")) if case.wake_at]
        assert world.desk.next_wake_at() == min(waits, default=None)
        if stored.wake_at:
            assert stored.wake_at > world.now or stored.wake_at == stored.opened_at
        _check_outbox(world, case.id, stored.version)


def _give(world: DeskWorld, who: object, command: c.Command, case_id: str) -> None:
    """Texts that the command points to get an id of their own."""
    names = [field.name for field in fields(command) if getattr(command, field.name) == ""]
    filled = {name: world.new_id() for name in names if name in ("text_id", "reason_id")}
    texts = dict.fromkeys(filled.values(), "words")
    world.desk.handle(
        Inbound(world.new_id(), who, replace(command, **filled), CaseRef(case_id=case_id), texts), world.now
    )


def _check_outbox(world: DeskWorld, case_id: str, version: int) -> None:
    view = world.reads.case_view(case_id, world.now)
    assert view is not None
    seqs = [event.seq for event in view.events]
    assert seqs == list(range(1, version + 1))
    for row in world.deliveries(case_id=case_id):
        assert row.seq in seqs
        assert row.state in ("pending", "dead")
        if row.audience_kind == AudienceKind.PERSON:
            assert row.audience_name in view.people
        for key, value in row.facts:
            if key == "text":
                assert value in view.texts


def _severities(world: DeskWorld) -> tuple[object, ...]:
    return world.reads.policy_for("harbor").severities
