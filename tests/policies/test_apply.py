"""`chatdesk policy apply` and what `policy diff` says of a database, on SQLite and PostgreSQL."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from chatdesk.cli import cli
from chatdesk.core import commands as c
from chatdesk.core import events as e
from chatdesk.core.case import Case, Resolution
from chatdesk.core.codec import fingerprint, to_plain
from chatdesk.core.policy import Metric, Policy
from chatdesk.policy_files import find_policy
from chatdesk.store import cases as stored
from chatdesk.store.engine import Store
from tests.store.desk_world import DANA, HOUR, NOON, RUTH, DeskWorld, policy

ACK = Metric.ACKNOWLEDGEMENT


@pytest.fixture
def world(store: Store) -> DeskWorld:
    """Catamarun's shipped policy: a P1 is acknowledged within an hour around the clock."""
    return DeskWorld(store)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The same policy with half an hour for a P1, in a file of the policy's name."""
    text = find_policy("catamarun").read_text(encoding="utf-8")
    assert text.count("within: 1 hour\n") == 1
    path = tmp_path / "catamarun.yml"
    path.write_text(text.replace("within: 1 hour\n", "within: 30 minutes\n"), encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, ["policy", *map(str, words)])


def stricter() -> Policy:
    """The change of `file`, for what is given its moment by hand."""
    old = policy()
    first = old.targets[0]
    assert first.metric is ACK
    span = replace(first.within, seconds=1800)
    new = replace(old, version="", targets=(replace(first, within=span), *old.targets[1:]))
    return new.with_version(fingerprint(to_plain(new)))


def history(world: DeskWorld, case: Case) -> tuple[e.Event, ...]:
    with world.store.reading() as tx:
        return stored.history(tx, case.id)


def test_new_cases_open_under_it_and_open_ones_stay(world: DeskWorld, database: str, file: Path) -> None:
    before = world.open()
    result = run("apply", file, "--database", database)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines() == [
        "New cases are opened under this version of catamarun from now on.",
        "1 open case stays under its version; --open-cases moves such cases too.",
    ]
    after = world.open()
    assert world.case(before.id) == before
    assert (after.clock(ACK).due_at - after.opened_at) == timedelta(minutes=30)
    assert after.policy_version != before.policy_version


def test_moved_when_asked_to_each_case_records_it_and_is_sound(world: DeskWorld, database: str, file: Path) -> None:
    # Opened now by the wall's clock, at which the command moves it.
    case = world.open()
    result = run("apply", file, "--database", database, "--open-cases")
    assert result.exit_code == 0, result.output
    moved = world.case(case.id)
    (change,) = [event for event in history(world, case) if isinstance(event.body, e.PolicyChanged)]
    assert (change.body.was, change.body.version) == (case.policy_version, moved.policy_version)
    assert change.body.was != change.body.version
    assert world.desk.verify(case.id).is_sound
    told = world.deliveries(kind="policy.changed")
    assert [row.audience_name for row in told] == ["engineers"]


def test_due_times_move_by_what_the_change_is_and_the_case_wakes_for_them(world: DeskWorld) -> None:
    case = world.open()
    world.now = NOON + timedelta(minutes=10)
    new = stricter()
    world.desk.use_policies([new], world.now)
    (moved,) = world.desk.move_open_cases(new, world.now)
    (clock,) = moved.clocks
    assert (clock.metric, clock.old_due_at, clock.new_due_at) == (ACK, NOON + HOUR, NOON + HOUR / 2)
    world.until(NOON + timedelta(minutes=31))
    now = world.case(case.id)
    assert now.clock(ACK).breached_at == NOON + HOUR / 2
    assert world.desk.verify(case.id).is_sound
    assert not world.failures


def test_applied_again_nothing_happens(world: DeskWorld, database: str, file: Path) -> None:
    case = world.open()
    run("apply", file, "--database", database, "--open-cases")
    first = (history(world, case), world.rows())
    again = run("apply", file, "--database", database, "--open-cases")
    assert again.stdout.splitlines() == [
        "New cases are opened under this version of catamarun already.",
        "No open case is under another version of catamarun.",
    ]
    assert (history(world, case), world.rows()) == first


def test_a_dry_run_says_what_would_be_and_changes_nothing(world: DeskWorld, database: str, file: Path) -> None:
    case = world.open()
    rows = world.rows()
    dry = run("apply", file, "--database", database, "--open-cases", "--dry-run")
    assert dry.exit_code == 0, dry.output
    lines = dry.stdout.splitlines()
    assert lines[:2] == [
        "New cases would be opened under this version of catamarun from now on.",
        "1 open case would be moved:",
    ]
    assert world.rows() == rows
    assert world.case(case.id) == case


def test_a_diff_with_a_database_says_which_due_times_would_move_and_by_how_much(world: DeskWorld) -> None:
    from chatdesk.cli_policy_moved import moved_lines

    one, other = world.open(), world.open(severity=3)
    world.now = NOON + timedelta(minutes=10)
    rows = world.rows()
    found = world.desk.would_move(stricter(), world.now)
    assert list(moved_lines(found)) == [
        one.number,
        "    Acknowledgement: Mon 2026-03-02 13:00 -05:00 → Mon 2026-03-02 12:30 -05:00 (30 min earlier)",
        "1 case without a due time that moves.",
    ]
    assert [moved.number for moved in found] == [one.number, other.number]
    assert world.rows() == rows


def test_the_command_diff_reads_the_database_and_leaves_it_alone(world: DeskWorld, database: str, file: Path) -> None:
    case = world.open()
    rows = world.rows()
    result = run("diff", "catamarun", file, "--database", database, "--json")
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert [one["place"] for one in told["differences"]] == ["targets.acknowledge-p1"]
    assert [one["case"] for one in told["cases"]] == [case.number]
    assert world.rows() == rows


def test_a_case_that_cannot_be_moved_stays_and_the_others_move(world: DeskWorld, database: str, tmp_path: Path) -> None:
    stuck, free = world.open(severity=4), world.open(severity=1)
    new = stricter()
    without = replace(
        new,
        severities=tuple(step for step in new.severities if step.number != 4),
        targets=tuple(target for target in new.targets if 4 not in target.severities),
    )
    world.desk.use_policies([without], world.now)
    found = {moved.number: moved for moved in world.desk.move_open_cases(without, world.now)}
    assert found[stuck.number].refused is not None
    assert world.case(stuck.id) == stuck
    assert world.case(free.id).policy_version == without.version


def test_what_has_ended_is_left_as_it_is_and_what_is_resolved_moves(world: DeskWorld) -> None:
    ended, resolved = world.open(), world.open()
    world.do(RUTH, c.Withdraw(), ended)
    world.do(DANA, c.Resolve(resolution=Resolution.PERMANENT, text_id="done"), resolved, "done")
    new = stricter()
    world.desk.use_policies([new], world.now)
    assert [moved.number for moved in world.desk.move_open_cases(new, world.now)] == [resolved.number]
    assert world.case(ended.id).policy_version == policy().version
    assert all(world.desk.verify(case.id).is_sound for case in (ended, resolved))


def test_a_change_by_somebody_else_at_the_same_time_is_not_lost(
    world: DeskWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The case is noted in between loading and saving; the move is worked out anew on what is there then."""
    from chatdesk.desk import migrating

    case, really = world.open(), migrating.record
    raced: list[bool] = []

    def late(tx: object, changes: object, now: object) -> None:
        if not raced:
            raced.append(True)
            raise stored.Stale
        really(tx, changes, now)  # type: ignore[arg-type]

    monkeypatch.setattr(migrating, "record", late)
    new = stricter()
    world.desk.use_policies([new], world.now)
    assert len(list(world.desk.move_open_cases(new, world.now))) == 1
    assert raced and world.case(case.id).policy_version == new.version


def test_a_database_that_is_not_there_is_said_in_one_line(file: Path, tmp_path: Path) -> None:
    for command in (["apply", file], ["diff", "catamarun", file]):
        result = run(*command, "--database", f"sqlite:///{tmp_path}/nowhere.db")
        assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)
        assert "there is no database" in result.stderr
