"""`chatdesk policy simulate`: figures worked out by hand, files refused whole, the same seed the same cases."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from click.testing import Result
from typer.testing import CliRunner

from chatdesk.cli_policy import policy_commands
from chatdesk.core import commands as c
from chatdesk.core.case import Resolution, WaitingOn
from chatdesk.core.decide import decide
from chatdesk.core.evolve import evolve
from chatdesk.policy_files import find_policy, read_policy, shipped_policies
from chatdesk.simulation import Course, Figures, play_all, random_courses
from chatdesk.simulation.playing import roster_of
from chatdesk.simulation.steps import CUSTOMER, OWNER
from chatdesk.simulation.worst import Worst
from tests.policies.clean import CLEAN

# Berlin, Monday to Friday 09:00-17:00; a reply within 1 or 4 business hours, a fix within 8 or 5 business days.
CASES = """\
case,opened,severity,acknowledged,first_response,resolved
in-time,2026-03-02 10:00,1,,2026-03-02 10:30,2026-03-02 15:00
late-reply,2026-03-02 16:30,1,2026-03-02 16:40,2026-03-03T09:45+01:00,2026-03-03 10:00
nobody,2026-03-03 09:00,2,,,
weekend,2026-03-07 12:00,2,,2026-03-09 12:59,2026-03-11 12:00
running,2026-03-12 16:00,2,2026-03-12 16:10,2026-03-13 11:30,
"""
HOUR, DAY = 3600, 86400
SINCE, UNTIL = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 4, 1, tzinfo=UTC)


@pytest.fixture
def policy_file(tmp_path: Path) -> Path:
    path = tmp_path / "clean.yml"
    path.write_text(CLEAN, encoding="utf-8")
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(policy_commands, ["simulate", *map(str, words)])


def simulated(policy: object, text: str, tmp_path: Path, *more: object) -> dict[str, Any]:
    path = tmp_path / "cases.csv"
    path.write_text(text, encoding="utf-8")
    result = run(policy, "--cases", path, "--json", *more)
    assert result.exit_code == 0, result.output
    told: dict[str, Any] = json.loads(result.stdout)
    return told


def refused(policy: object, text: str | bytes, tmp_path: Path, *more: object) -> list[str]:
    path = tmp_path / "cases.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    out = tmp_path / "out"
    result = run(policy, "--cases", path, "--out", out, *more)
    assert result.exit_code == 2
    assert not out.exists(), "nothing is half done"
    assert result.stdout == ""
    return [line.replace(f"{path}", "cases.csv") for line in result.stderr.splitlines()]


def test_five_cases_have_the_figures_that_were_worked_out_by_hand(policy_file: Path, tmp_path: Path) -> None:
    told = simulated(policy_file, CASES, tmp_path, "--to", "2026-03-13")
    rows = {
        (row["severity"], row["promise"]): (
            row["kept"], row["missed"], row["open"], row["warned"], row["latest_seconds"]
        )
        for row in told["promises"]
    }  # fmt: skip
    assert rows == {
        # Due 11:00 and answered 10:30; due Tuesday 09:30, warned 09:15, answered 09:45.
        (1, "reply-1"): (1, 1, 0, 1, 15 * 60),
        # Due Tuesday 10:00 and 16:30.
        (1, "fix-1"): (2, 0, 0, 0, 0),
        # Due Tuesday 13:00 (never), Monday 13:00, Friday 12:00; each warned an hour before.
        (2, "reply-2"): (2, 1, 0, 3, 10 * DAY + 11 * HOUR),
        # Due 10 March 09:00 (never; warned Friday 15:00), 13 March 17:00, 19 March 16:00.
        (2, "fix-2"): (1, 1, 1, 1, 3 * DAY + 15 * HOUR),
    }
    assert (told["cases"], told["cases_with_a_miss"]) == (5, 2)
    # Tier 1 with each late reply, tier 2 only where nobody came for one more span of it.
    assert told["tiers"] == [
        {"tier": 1, "times": 2, "cases": 2, "told": {"owner": 1}},
        {"tier": 2, "times": 1, "cases": 1, "told": {"head": 1}},
    ]
    heard = {(one["notice"], one["name"]): one["times"] for one in told["told"]}
    # The late replies are told by their tier; the fix that never came by itself.
    assert heard["clock.breached", "on_call"] == 1
    assert heard["handed_off", "experts"] == 4
    assert told["refused"] == []


def test_each_case_says_when_it_was_escalated_and_to_whom(policy_file: Path, tmp_path: Path) -> None:
    told = simulated(policy_file, CASES, tmp_path, "--to", "2026-03-13")
    nobody = next(case for case in told["each"] if case["case"] == "nobody")
    assert [(tier["tier"], tier["at"], tier["channel"], tier["told"]) for tier in nobody["tiers"]] == [
        (1, "2026-03-03T12:00:00+00:00", "on_call", []),
        (2, "2026-03-03T16:00:00+00:00", None, ["head"]),
    ]


def test_the_clocks_stop_on_the_last_day(policy_file: Path, tmp_path: Path) -> None:
    told = simulated(policy_file, CASES, tmp_path, "--from", "2026-03-03", "--to", "2026-03-03")
    assert [case["case"] for case in told["each"]] == ["nobody"]
    fates = {row["promise"]: row["fate"] for row in told["each"][0]["promises"]}
    assert fates == {"reply-2": "missed", "fix-2": "open"}


def test_waiting_and_a_new_severity_count_as_the_policy_says(tmp_path: Path) -> None:
    path = tmp_path / "pausing.yml"
    path.write_text(CLEAN.replace("ladder:", "waiting_pauses: [customer]\nladder:", 1), encoding="utf-8")
    text = (
        "case,opened,severity,first_response,waiting,severity_changes,resolved\n"
        "waited,2026-03-02 10:00,1,2026-03-02 10:10,2026-03-02 11:00/2026-03-02 15:00,,2026-03-03 13:00\n"
        "raised,2026-03-02 10:00,2,2026-03-02 10:10,,2026-03-02 12:00=1,2026-03-03 10:30\n"
    )
    told = simulated(path, text, tmp_path)
    fixes = {row["case"]: row for case in told["each"] for row in case["promises"] if row["metric"] == "resolution"}
    # Tuesday 10:00 and four hours of waiting: 14:00. Raised, it is due eight hours after the report: Tuesday 10:00.
    assert (fixes["waited"]["due"], fixes["waited"]["fate"]) == ("2026-03-03T13:00:00+00:00", "kept")
    assert (fixes["raised"]["due"], fixes["raised"]["fate"]) == ("2026-03-03T09:00:00+00:00", "missed")
    assert fixes["raised"]["promise"] == "fix-1"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cases.csv:1: the file is empty; its first line names the columns, such as 'opened,severity,resolved'"),
        ("opened,severity\n", "cases.csv: holds no case; write one a line under the headings"),
        ("case,severity\nA,1\n", "cases.csv:1: column 'opened' is missing; it says when each case was reported"),
        ("opened,resolvd\n", "cases.csv:1: there is no column 'resolvd'; did you mean 'resolved'?"),
        ("opened,opened\n", "cases.csv:1: column 'opened' stands there 2 times; name each once"),
        (
            "opened,severity\n2026-03-02 10:00\n",
            "cases.csv:2: 1 cells under 2 headings; quote cells that hold commas",
        ),
        (
            "opened\n02/03/2026\n",
            "cases.csv:2: opened '02/03/2026' is no moment; write it as 2026-03-06 14:20, or 2026-03-06T14:20-05:00",
        ),
        (
            "opened\n2026-03-29 02:30\n",
            "cases.csv:2: opened '2026-03-29 02:30' was skipped by the clocks of Europe/Berlin; "
            "write it with its offset",
        ),
        (
            "opened\n0026-03-02 10:00\n",
            "cases.csv:2: opened '0026-03-02 10:00' is outside the years 1971 to 2189; correct the year",
        ),
        ("opened,severity\n2026-03-02 10:00,5\n", "cases.csv:2: severity '5' is unknown; use one of: 1, 2"),
        ("opened,severity\n2026-03-02 10:00,²\n", "cases.csv:2: severity '²' is unknown; use one of: 1, 2"),
        ("opened,plan\n2026-03-02 10:00,basics\n", "cases.csv:2: plan 'basics' is unknown; did you mean 'basic'?"),
        (
            "opened,reason\n2026-03-02 10:00,bug\n",
            "cases.csv:2: reason 'bug' is unknown; this policy has no reasons; leave it empty",
        ),
        (
            "opened,answers\n2026-03-02 10:00,usable=maybe\n",
            "cases.csv:2: answers 'usable=maybe': 'maybe' is no answer to it; use one of: no, hardly, yes",
        ),
        (
            "opened,first_response\n2026-03-02 10:00,2026-03-02 09:59\n",
            "cases.csv:2: first_response is before opened; correct one of them",
        ),
        (
            "opened,updates,resolved\n2026-03-02 10:00,2026-03-02 12:00,2026-03-02 11:00\n",
            "cases.csv:2: updates is after resolved; correct one of them, or leave resolved empty",
        ),
        (
            "opened,approved\n2026-03-02 10:00,2026-03-02 12:00\n",
            "cases.csv:2: approved is not after resolved; correct one of them",
        ),
        (
            "opened,waiting\n2026-03-02 10:00,2026-03-02 12:00/2026-03-02 11:00\n",
            "cases.csv:2: waiting '2026-03-02 12:00/2026-03-02 11:00' ends before it begins; write it as from/until",
        ),
        (
            "opened,severity_changes\n2026-03-02 10:00,1\n",
            "cases.csv:2: severity_changes '1' is not both; write it as 2026-03-06 14:20=2",
        ),
        (
            "case,opened\nA,2026-03-02 10:00\nA,2026-03-02 11:00\n",
            "cases.csv:3: case 'A' stands in line 2 too; name each once",
        ),
        (b"opened\n\xff\xfe2026", "cases.csv: is not in UTF-8; save it as 'CSV UTF-8'"),
        (b"opened\n\0", "cases.csv: holds a NUL byte, so it is no text; save it as 'CSV UTF-8'"),
        ('opened\n"2026-03-02 10:00\n', "cases.csv:2: unexpected end of data; save the file as CSV again"),
    ],
)  # fmt: skip
def test_a_bad_row_is_refused_with_its_line_and_what_to_do(
    text: str | bytes, said: str, policy_file: Path, tmp_path: Path
) -> None:
    assert refused(policy_file, text, tmp_path) == [said]


def test_every_bad_row_is_told_at_once_and_lines_in_quotes_are_counted(policy_file: Path, tmp_path: Path) -> None:
    text = 'case,opened,severity\n"two\nlines",2026-03-02 10:00,1\nB,soon,1\nC,2026-03-02 10:00,9\n'
    lines = refused(policy_file, text, tmp_path)
    assert [line.split(":")[1] for line in lines] == ["4", "5"]


def test_what_a_spreadsheet_writes_is_read(policy_file: Path, tmp_path: Path) -> None:
    text = "\ufeff" + CASES.replace(",", ";").replace("\n", "\r\n")
    assert simulated(policy_file, text, tmp_path, "--to", "2026-03-13")["cases"] == 5


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "say either --cases FILE or --random N"),
        (["--random", "5"], "--random needs --from and --to, such as --from 2026-01-01 --to 2026-03-31"),
        (
            ["--random", "5", "--from", "2026-03-02", "--to", "2026-03-01"],
            "--to 2026-03-01 is before --from 2026-03-02; swap them",
        ),
        (["--random", "5", "--from", "March"], "--from 'March' is no day; write it like 2026-03-31"),
        (["--random", "5", "--from", "0001-01-01"], "--from '0001-01-01' is outside the years 1971 to 2189"),
        (["--cases", "nowhere.csv"], "nowhere.csv: cannot be read: No such file or directory"),
    ],
)  # fmt: skip
def test_what_cannot_be_played_is_said_in_one_line(words: list[str], said: str, policy_file: Path) -> None:
    result = run(policy_file, *words)
    assert (result.exit_code, result.stderr) == (2, f"{said}\n")


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_the_same_seed_makes_the_same_cases_and_every_shipped_policy_takes_them(path: Path) -> None:
    policy = read_policy(path)
    first = list(random_courses(policy, 60, SINCE, UNTIL, seed=7))
    assert first == list(random_courses(policy, 200, SINCE, UNTIL, seed=7))[:60]
    assert first != list(random_courses(policy, 60, SINCE, UNTIL, seed=8))
    played = list(play_all(first, policy, UNTIL))
    assert all(SINCE <= one.course.opened_at < UNTIL for one in played)
    assert not [one.refused for one in played if one.refused]
    # Something of everything, else there is nothing to see.
    assert any(clock.is_breached for one in played for clock in one.case.clocks)
    assert any(clock.warned_at for one in played for clock in one.case.clocks)
    assert any(one.raised for one in played)


def test_it_plays_by_the_rules_that_the_product_plays_by() -> None:
    """Command by command through `decide` and `evolve`, waking at each moment, the same case comes out."""
    policy = read_policy(find_policy("cipplanner"))
    for course in random_courses(policy, 25, SINCE, UNTIL, seed=3):
        (played,) = play_all([course], policy, UNTIL)
        assert played.case == _by_hand(course, policy)


def _by_hand(course: Course, policy: Any) -> Any:
    roster, case = roster_of(policy), None

    def give(command: c.Command, at: datetime) -> None:
        nonlocal case
        while case is not None and case.wake_at is not None and case.wake_at <= at:
            for event in decide(case, c.Tick(), policy, roster, case.wake_at):
                case = evolve(case, event)
        for event in decide(case, command, policy, roster, at):
            case = evolve(case, event)

    give(
        c.Open(
            actor=CUSTOMER, case_id=course.name, number=course.name, customer_id="customer", requester_id="customer",
            title_id="text",
            description_id="text", reported_at=course.opened_at, plan=course.plan, kind=course.kind,
            reason=course.reason, severity=course.severity,
        ),
        course.opened_at,
    )  # fmt: skip
    did: list[tuple[datetime, c.Command]] = [
        (at, c.SetSeverity(actor=OWNER, severity=n)) for at, n in course.severity_changes
    ]
    replies = [at for at in (course.first_response_at, *course.updates) if at is not None]
    if course.acknowledged_at is not None:
        did.append((course.acknowledged_at, c.Acknowledge(actor=OWNER)))
    for wait in course.waits:
        did.append((wait.since, c.WaitOn(actor=OWNER, whom=WaitingOn.CUSTOMER)))
        if wait.until is not None:
            did.append((wait.until, c.Resume(actor=OWNER)))
    did += [(at, c.Reply(actor=OWNER, text_id="text", said_at=at)) for at in replies]
    if course.resolved_at is not None:
        did.append((course.resolved_at, c.Resolve(actor=OWNER, resolution=Resolution.PERMANENT, text_id="text")))
    if course.approved_at is not None:
        did.append((course.approved_at, c.Approve(actor=CUSTOMER)))
    for at, command in sorted(did, key=lambda one: one[0]):
        if at <= UNTIL:
            give(command, at)
    while case is not None and case.is_live and case.wake_at is not None and case.wake_at <= UNTIL:
        for event in decide(case, c.Tick(), policy, roster, case.wake_at):
            case = evolve(case, event)
    return case


def test_the_page_needs_nothing_beside_itself_and_escapes_what_it_was_given(policy_file: Path, tmp_path: Path) -> None:
    path, out = tmp_path / "cases.csv", tmp_path / "out"
    path.write_text(CASES.replace("nobody", "<script>alert(1)</script>"), encoding="utf-8")
    result = run(policy_file, "--cases", path, "--to", "2026-03-13", "--out", out)
    assert result.exit_code == 0, result.output
    page = (out / "report.html").read_text(encoding="utf-8")
    seen = _Tags()
    seen.feed(page)
    assert "script" not in seen.names and seen.names.count("figure") == 6
    assert not seen.addresses
    assert "&lt;script&gt;alert(1)&lt;/script&gt; · Slow · open" in page
    picture = ElementTree.parse(out / "compliance.svg").getroot()
    words = ["".join(node.itertext()) for node in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert {"Down", "Slow", "First response, 1 business hour", "50.0% of 2 kept", "66.7% of 3 kept"} <= set(words)
    with (out / "promises.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["fate"] for row in rows].count("missed") == 3


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.append(tag)
        self.addresses += [value or "" for name, value in attrs if name in ("src", "href")]


def test_of_many_cases_those_that_missed_the_most_are_drawn() -> None:
    policy = read_policy(find_policy("catamarun"))
    played = list(play_all(random_courses(policy, 300, SINCE, UNTIL, seed=1), policy, UNTIL))
    worst, figures = Worst(5), Figures(policy, UNTIL)
    for one in played:
        worst.add(one)
        figures.add(one)
    assert worst.left_out == 295
    assert all(any(clock.is_breached for clock in one.case.clocks) for one in worst.in_order())
    assert figures.cases == 300


def test_the_table_says_what_was_kept_and_who_was_told(policy_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "cases.csv"
    path.write_text(CASES, encoding="utf-8")
    result = run(policy_file, "--cases", path, "--to", "2026-03-13")
    assert "2 cases of 5 missed a promise." in result.stdout
    assert "Head of support" in result.stdout
    assert any("First response" in line and "50.0%" in line and "15 min" in line for line in result.stdout.splitlines())
