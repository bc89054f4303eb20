"""`chatdesk directory check|export` as somebody at a terminal uses them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatdesk.app import Files, new_id, read_files
from chatdesk.cli import cli
from chatdesk.core import directory_changes as made
from chatdesk.core.directory import Listed
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity
from chatdesk.demo.play import DIRECTORY
from chatdesk.desk import Desk
from chatdesk.directory import read_directory
from chatdesk.store import accounts_closed, people
from chatdesk.store.engine import open_store
from chatdesk.store.migrations import upgrade
from tests.teams_world import fresh_database

BOTH = Path(__file__).parents[2] / "docs" / "examples" / "directory-both.yml"
NOW = datetime(2026, 3, 6, tzinfo=UTC)
MALIK = Identity("slack", "T0NORTHWIND", "U0MALIK")


@pytest.fixture
def database(tmp_path: Path) -> str:
    return fresh_database(tmp_path)


def run(*words: str):
    return CliRunner().invoke(cli, ["directory", *words])


def test_the_demo_s_directory_has_nothing_odd() -> None:
    done = run("check", str(DIRECTORY))
    assert (done.exit_code, "nothing odd" in done.output) == (0, True)


def test_roles_nobody_fills_and_levels_nobody_is_reached_at_are_findings_with_their_line() -> None:
    done = run("check", str(BOTH))
    assert done.exit_code == 1
    assert "W-ADMIN: Nobody is an administrator" in done.output
    assert "E-NOBODY: Policy 'codify': At support level 3 nobody can be reached for Codify." in done.output
    assert f"{BOTH}:17:" in done.output


def test_a_file_that_a_start_refuses_for_its_policy_is_no_mere_finding(tmp_path: Path) -> None:
    path = tmp_path / "directory.yml"
    path.write_text(DIRECTORY.read_text().replace("policy: catamarun ", "policy: katamarun "))
    checked = run("check", str(path))
    assert "E-POLICY: Customer 'harbor' has the policy 'katamarun', which is not there." in checked.output
    assert checked.exit_code == 2


def test_somebody_without_an_account_is_a_finding(tmp_path: Path) -> None:
    file = tmp_path / "directory.yml"
    file.write_text(DIRECTORY.read_text().replace("accounts: {slack: U0DANA}}", "accounts: {}}"))
    done = run("check", str(file))
    assert done.exit_code == 1
    assert "'dana' has no account on any platform" in done.output


def test_a_file_that_cannot_be_used_is_told_by_line(tmp_path: Path) -> None:
    file = tmp_path / "directory.yml"
    file.write_text(DIRECTORY.read_text().replace("engineer, standing: agent", "engineer, standing: boss", 1))
    done = run("check", str(file))
    assert done.exit_code == 2
    assert "'boss' is not known for 'standing'" in done.output


@pytest.mark.parametrize("file", [DIRECTORY, BOTH], ids=["slack", "both"])
def test_what_is_exported_is_what_was_imported(database: str, tmp_path: Path, file: Path) -> None:
    who = read_directory(file)
    _desk(database).use_directory(who)
    done = run("export", "--database", database)
    assert done.exit_code == 0
    again = tmp_path / "again.yml"
    again.write_text(done.output)
    read = read_directory(again)
    assert sorted(read.people, key=lambda one: one.id) == sorted(who.people, key=lambda one: one.id)
    assert {one.id: one.channels for one in read.customers} == {one.id: one.channels for one in who.customers}
    assert run("check", str(again), "--database", database).output.count("W-DIFFERS") == 0


def test_what_was_made_in_chat_and_what_the_file_overruled_are_both_told(database: str, tmp_path: Path) -> None:
    desk = _desk(database)
    desk.use_directory(read_directory(DIRECTORY))
    felix = Identity("slack", "T0NORTHWIND", "U0FELIX")
    person = Listed("felix", "Felix Brown", "", Standing.AGENT, "en", "UTC", (felix,))
    changes = [made.AddPerson(person), made.RemovePerson("dana")]
    desk.administer("r1", MALIK, "Malik Osei", lambda who, taken: changes, NOW)
    assert len(desk.use_directory(read_directory(DIRECTORY))) == 1
    done = run("check", str(DIRECTORY), "--database", database)
    assert done.exit_code == 1
    assert "Person 'felix' stands in the database only" in done.output
    assert "the file wins over what Malik Osei changed in chat on 2026-03-06 00:00 UTC (RemovePerson)" in done.output


def test_the_same_request_twice_is_one_change(database: str) -> None:
    desk = _desk(database)
    desk.use_directory(read_directory(DIRECTORY))
    calls: list[int] = []

    def plan(who, taken):
        calls.append(1)
        return [made.AddRole("on_call", "dana")]

    first = desk.administer("r1", MALIK, "Malik Osei", plan, NOW)
    again = desk.administer("r1", MALIK, "Malik Osei", plan, NOW)
    assert (first.is_repeat, again.is_repeat, len(calls)) == (False, True, 1)


def test_a_change_of_somebody_else_keeps_whose_account_was_closed_for_when_it_is_opened_again(database: str) -> None:
    desk, dana = _desk(database), Identity("slack", "T0NORTHWIND", "U0DANA")
    desk.use_directory(read_directory(DIRECTORY))
    store = open_store(database)
    with store.writing() as tx:
        assert accounts_closed.close(tx, dana, NOW) == "dana"
    desk.administer("r1", MALIK, "Malik Osei", lambda who, taken: [made.AddRole("on_call", "priya")], NOW)
    with store.writing() as tx:
        assert people.person_of(tx, dana) is None
        accounts_closed.open_again(tx, dana)
        assert people.person_of(tx, dana).id == "dana"
    store.close()


def test_a_database_of_nobody_says_what_to_do(database: str) -> None:
    done = run("export", "--database", database)
    assert done.exit_code == 2
    assert "write to chatdesk in a direct message" in done.output


def test_a_start_without_a_directory_reads_policies_only() -> None:
    assert read_files(None, None) == Files(read_files(None, DIRECTORY).policies, None)


def _desk(url: str) -> Desk:
    upgrade(url)
    return Desk(open_store(url), new_id)
