"""The command line, beside a database that a real story has filled."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from chatdesk.cli import cli
from chatdesk.store.engine import open_store

RUN = CliRunner()


@pytest.fixture
async def url(desk_world) -> str:
    """A database with one case that was opened, acknowledged and escalated, and is served right now."""
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    number = await world.open_case("VPN is down", severity="P1 · Major impact")
    await world.engineer.click("I have it", world.card(number))
    await world.until("2026-03-06T18:20-05:00")
    return world.database_url


async def test_case_show_prints_the_case_its_clocks_and_what_happened(url: str) -> None:
    shown = RUN.invoke(cli, ["case", "show", "harbor-1"], env={"CHATDESK_DATABASE_URL": url})
    assert shown.exit_code == 0
    assert "HARBOR-1 · open · severity 1 · VPN is down" in shown.output
    assert "Harbor Grid, asked by Ruth Adler; owner Dana Reyes" in shown.output
    assert re.search(r"acknowledgement 1: met, due 2026-03-06 15:20:00-0500", shown.output)
    assert re.search(r"2026-03-06 18:20:00-0500 +TierRaised by system", shown.output)


async def test_case_show_says_when_there_is_no_such_case(url: str) -> None:
    shown = RUN.invoke(cli, ["case", "show", "HARBOR-9"], env={"CHATDESK_DATABASE_URL": url})
    assert shown.exit_code == 1
    assert "There is no case HARBOR-9." in shown.output


async def test_case_verify_folds_the_events_anew_and_finds_a_row_that_was_tampered_with(url: str) -> None:
    sound = RUN.invoke(cli, ["case", "verify"], env={"CHATDESK_DATABASE_URL": url})
    assert sound.exit_code == 0
    assert "1 cases" in sound.output
    assert "0 differ" in sound.output
    engine = create_engine(url)
    with engine.begin() as tx:
        body = json.loads(tx.execute(text("SELECT body FROM cases")).scalar_one())
        tx.execute(text("UPDATE cases SET body = :body"), {"body": json.dumps(body | {"severity": 4})})
    tampered = RUN.invoke(cli, ["case", "verify", "HARBOR-1"], env={"CHATDESK_DATABASE_URL": url})
    assert tampered.exit_code == 3
    assert "HARBOR-1: differs in severity" in tampered.output
    with engine.begin() as tx:
        tx.execute(text("UPDATE cases SET body = :body"), {"body": json.dumps(body)})
    engine.dispose()


def test_db_upgrade_makes_a_database_and_may_be_repeated(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/new.db"
    for _ in range(2):
        done = RUN.invoke(cli, ["db", "upgrade"], env={"CHATDESK_DATABASE_URL": url})
        assert done.exit_code == 0
    store = open_store(url)
    with store.reading() as tx:
        assert tx.execute(text("SELECT count(*) FROM cases")).scalar() == 0
    store.close()


def test_a_story_s_start_needs_an_offset() -> None:
    refused = RUN.invoke(cli, ["demo", "--at", "2026-03-06T14:20"])
    assert refused.exit_code == 2
    assert "offset" in refused.output


def test_policy_explain_stands_in_the_same_command() -> None:
    explained = RUN.invoke(
        cli, ["policy", "explain", "catamarun", "--severity", "1", "--at", "2026-03-06T14:20-05:00", "--json"]
    )
    assert explained.exit_code == 0
    assert json.loads(explained.output)["policy"] == "catamarun"
