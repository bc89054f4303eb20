"""`chatdesk case show` and `verify`, as an operator reads them beside a running server."""

import json
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from chatdesk.cli import cli
from chatdesk.core import business_hours
from chatdesk.core.codec import fingerprint, to_plain

RUN = CliRunner()


@pytest.fixture
async def world(desk_world, monkeypatch):
    """A case whose second tier was to be told in a channel that is archived, and that waits for the customer."""
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    monkeypatch.setattr("chatdesk.cli_case_show.wall_clock", world.clock.now)
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.playground.administration.archive("C0DIRECTORS", "U0GRACE")
    await world.until("2026-03-06T22:20-05:00")
    await world.engineer.slash("#case-desk", "/case reply HARBOR-1 A new router is on its way")
    return world


def case(world, *words: str):
    return RUN.invoke(cli, ["case", *words], env={"CHATDESK_DATABASE_URL": world.database_url})


async def test_show_says_where_it_stands_whom_it_told_what_failed_and_what_was_written(world) -> None:
    shown = case(world, "show", "HARBOR-1")
    assert shown.exit_code == 0, shown.output
    said = shown.output
    assert "(the current one); times in America/New_York\nnext woken 2026-03-07T" in said
    assert "  engineers: posted in slack C0CASEDESK, message " in said
    assert "  customer: posted in slack C0HARBOR, message " in said
    lost, *_ = [line for line in said.splitlines() if "dead" in line]
    assert "2026-03-06T22:20:00-05:00  tier.raised for director (slack C0DIRECTORS): dead, is_archived [" in lost
    assert "case.opened for " in said or "sent 2026-03-06T14:20:00-05:00" in said
    assert "text by Dana Reyes: “A new router is on its way”" in said
    assert "title by Ruth Adler" in said


async def test_show_as_json_holds_the_same(world) -> None:
    told = json.loads(case(world, "show", "HARBOR-1", "--json").output)
    assert (told["case"]["number"], told["policy"]["name"], told["policy"]["is_current"]) == (
        "HARBOR-1",
        "catamarun",
        True,
    )
    assert [one["seq"] for one in told["events"]] == list(range(1, len(told["events"]) + 1))
    assert {one["view"]: one["state"] for one in told["standing"]} == {"engineers": "posted", "customer": "posted"}
    lost, *_ = [one for one in told["deliveries"] if one["state"] == "dead"]
    assert (lost["to"], lost["where"], lost["error"], lost["attempts"]) == (
        "director",
        "C0DIRECTORS",
        "is_archived",
        1,
    )
    assert "A new router is on its way" in [one["body"] for one in told["texts"]]
    assert told["wake_at"] > "2026-03-07"


async def test_show_says_that_a_case_fails_when_it_is_woken(world) -> None:
    _change(world, "UPDATE cases SET poisoned_until = '2026-03-07 04:00:00+00:00'")
    assert (
        "FAILS when woken, and is left alone until 2026-03-06T23:00:00-05:00" in case(world, "show", "HARBOR-1").output
    )
    _change(world, "UPDATE cases SET poisoned_until = NULL")


async def test_a_zone_whose_rules_have_changed_is_told_apart_from_corruption(world, monkeypatch) -> None:
    zone = business_hours._zone
    assert await world.open_case("Printing is slow", severity="P2 · Moderate impact") == "HARBOR-2"
    with monkeypatch.context() as changed:
        changed.setattr(business_hours, "_zone", lambda name: zone(name.replace("New_York", "Halifax")))
        found = case(world, "verify")
    assert found.exit_code == 0, found.output
    assert (
        "HARBOR-2: sound. acknowledgement 1 was promised for 2026-03-09T17:00:00+00:00; the rules of its time zone "
        "have changed since and would give 2026-03-09T16:00:00+00:00. The promise stays as it was made."
    ) in found.output
    assert "HARBOR-1" not in found.output, "its due times run around the clock"
    assert "0 differ" in found.output
    again = case(world, "verify")
    assert (again.exit_code, "sound." in again.output) == (0, False)


async def test_an_altered_pinned_policy_is_corruption(world) -> None:
    [(version, body)] = _rows(world, "SELECT version, body FROM policies WHERE name = 'catamarun'")
    altered = json.loads(body)
    altered["calendars"][0]["holidays"] = [["2026-03-09", "A day that nobody knew of"]]
    _change(
        world, "UPDATE policies SET body = :body WHERE version = :version", body=json.dumps(altered), version=version
    )
    found = case(world, "verify")
    assert found.exit_code == 3
    assert f"HARBOR-1: differs in policy version {version}" in found.output
    _change(world, "UPDATE policies SET body = :body WHERE version = :version", body=body, version=version)


async def test_holidays_that_have_come_since_are_told_and_are_no_fault(world) -> None:
    old = next(one for one in world.demo._files.policies if one.name == "catamarun")
    first = old.calendars[0]
    more = tuple(sorted([*first.holidays, (date(2026, 3, 9), "A day of mourning")]))
    new = replace(old, version="", calendars=(replace(first, holidays=more), *old.calendars[1:]))
    await world.app.run(world.app.desk.use_policies, [new.with_version(fingerprint(to_plain(new)))], world.clock.now())
    found = case(world, "verify", "HARBOR-1")
    assert found.exit_code == 0
    assert (
        "HARBOR-1: sound. Its policy's holidays have changed since: 2026-03-09 (A day of mourning) is off now. It "
        "keeps those that it is pinned to"
    ) in found.output
    assert "(a later one is current)" in case(world, "show", "HARBOR-1").output


def _rows(world, query: str):
    engine = create_engine(world.database_url)
    with engine.begin() as tx:
        found = [tuple(row) for row in tx.execute(text(query))]
    engine.dispose()
    return found


def _change(world, statement: str, **values: str) -> None:
    engine = create_engine(world.database_url)
    with engine.begin() as tx:
        tx.execute(text(statement), values)
    engine.dispose()
