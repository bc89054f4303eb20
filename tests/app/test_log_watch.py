"""The watch over the logs sees what it must see, and production's lines name what they are about."""

from __future__ import annotations

import logging

import pytest
import structlog
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError
from structlog.testing import capture_logs

from tests import log_watch
from tests.desk_world import Start

BAD = [
    "token xoxb-1234-abcd",
    "token xapp-1-A1-abc",
    "Authorization: Bearer eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJub2JvZHkifQ.c2ln",
    "trigger_id=1700000000.T0NORTHWIND.0123456789abcdef0123456789abcdef",
    "posting to https://hooks.slack.com/commands/T0NORTHWIND/1/abcdef",
    "Authorization: GenieKey 1111-2222",
]


@pytest.mark.parametrize("line", BAD)
def test_what_looks_secret_is_found(line: str) -> None:
    assert log_watch.leaks([line, "case.woken case_id=1"], set()) == [line]


def test_what_settings_held_and_people_wrote_is_found() -> None:
    lines = ["refused: a routing key 0123456789abcdef0", "title=My payroll run is broken", "case.woken HARBOR-1"]
    assert log_watch.leaks(lines, {"0123456789abcdef0", "My payroll run is broken", "short"}) == lines[:2]


def test_lines_of_structlog_of_logging_and_of_captured_logs_are_all_seen() -> None:
    structlog.get_logger("a").info("from.structlog")
    logging.getLogger("b").warning("from %s", "logging")
    with capture_logs():
        structlog.get_logger("c").info("from.capture")
    try:
        raise ValueError("from a traceback")
    except ValueError:
        structlog.get_logger("d").exception("failed")
    seen = "\n".join(log_watch._lines)
    assert all(words in seen for words in ("from.structlog", "from logging", "from.capture", "from a traceback"))


async def test_lines_name_the_request_the_case_and_the_deliveries(desk_world: Start) -> None:
    world = await desk_world("catamarun", at="2026-03-06T14:20-05:00")
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        number = await world.open_case("VPN down in all offices", severity="P1 · Major impact")
        await world.until("2026-03-06T15:20-05:00")
    done = [line for line in lines if line["event"] == "request.done"]
    assert [(line["number"], line["door"], line["command"]) for line in done] == [(number, "/slack/events", "Open")]
    assert all(line["request_id"] and line["case_id"] for line in done)
    [woken] = [line for line in lines if line["event"] == "case.woken" and "TierRaised" in line["events"]]
    assert (woken["number"], woken["case_id"]) == (number, done[0]["case_id"])
    sent = [line for line in lines if line["event"] == "delivery"]
    assert {line["what"] for line in sent} >= {"card", "notice"}
    assert all(line.get("case_id") or line["case_ids"] == [done[0]["case_id"]] for line in sent)
    assert all(line["delivery_ids"] for line in sent if line["what"] == "notice")
    assert "VPN" not in repr(lines)


def test_an_error_of_the_database_holds_nothing_that_people_wrote(store) -> None:
    with pytest.raises(SQLAlchemyError) as failed, store.reading() as tx:
        tx.execute(text("SELECT nothing FROM nowhere WHERE body = :body"), {"body": "My payroll run is broken"})
    assert "payroll" not in str(failed.value)
