"""The command line, beside a database that a real story has filled."""

import json
import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from typer.testing import CliRunner

from chatdesk.cli import cli, main
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
    assert re.search(r"acknowledgement 1: met, due 2026-03-06T15:20:00-05:00", shown.output)
    assert re.search(r"2026-03-06T18:20:00-05:00 +TierRaised by system", shown.output)


async def test_case_show_tells_what_happened_in_plain_words(url: str) -> None:
    shown = RUN.invoke(cli, ["case", "show", "harbor-1"], env={"CHATDESK_DATABASE_URL": url})
    assert "ClockStarted by Ruth Adler: acknowledgement 1, due 2026-03-06T15:20:00-05:00" in shown.output
    assert "title “VPN is down”" in shown.output
    assert "told Ruth Adler and Owen Carter and Ingrid Solberg and Dana Reyes" in shown.output
    assert not re.search(r"[A-Z]\w+\(|datetime|None|<\w|='", shown.output)


@pytest.mark.parametrize("command", ["show", "verify"])
@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "run `chatdesk db upgrade` first"),
        ("", "run `chatdesk db upgrade` first"),
        ("no" * 600, "not a database"),
    ],
)
def test_a_database_that_is_none_is_told_in_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    command: str,
    content: str | None,
    said: str,
) -> None:
    path = tmp_path / "some.db"
    if content is not None:
        path.write_text(content)
    monkeypatch.setenv("CHATDESK_DATABASE_URL", f"sqlite:///{path}")
    monkeypatch.setattr("sys.argv", ["chatdesk", "case", command, "HARBOR-1"])
    with pytest.raises(SystemExit) as ended:
        main()
    told = capsys.readouterr().err.strip()
    assert ended.value.code == 2
    assert said in told
    assert len(told.splitlines()) == 1
    assert "sqlite3." not in told
    assert [one.name for one in tmp_path.iterdir()] == ([] if content is None else ["some.db"])


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
