"""Files that no careful person would write: each ends in findings with lines, never in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatdesk.cli_policy import policy_commands
from tests.policies.clean import CLEAN

DEEP = "title: " + "[" * 3000
# Nine aliases of nine aliases, seven times over: four million values in eight lines.
BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join(f'*{chr(97 + n)}' for _ in range(9))}]\n" for n in range(6)
)


def checked(tmp_path: Path, content: str | bytes) -> tuple[int, list[str]]:
    """The exit code, and what was said without the path."""
    path = tmp_path / "bad.yml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    result = CliRunner().invoke(policy_commands, ["check", str(path)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, [line.removeprefix(f"{path}:") for line in result.stdout.splitlines()[1:]]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (CLEAN.encode("utf-16"), "1: is not UTF-8 text (invalid start byte); save it as UTF-8"),
        (CLEAN.encode("utf-32"), "1: is not UTF-8 text (invalid start byte); save it as UTF-8"),
        (
            CLEAN.replace("Example", "Exámple").encode("latin-1"),
            "1: is not UTF-8 text (invalid continuation byte); save it as UTF-8",
        ),
        (CLEAN + "\0", "1: is not valid YAML: unacceptable character #x0000: special characters are not allowed"),
        (
            CLEAN.replace("label: Down", 'label: "\\ud800"'),
            "11: holds half a character ('\\ud800' to '\\udfff'); write the whole one",
        ),
        (DEEP, "1: brackets or blocks stand too deep inside each other; write them flatter"),
        (CLEAN + BOMB, "the file holds more than 200000 values; make it smaller"),
        ("title: &a [*a]\n" + CLEAN, "1: holds itself through an alias ('*…'); write it out"),
        (
            CLEAN.replace("    1: {channel: on_call, roles: [owner], clauses: [X-6]}\n", "    1: &one {next: *one}\n"),
            "59: holds itself through an alias ('*…'); write it out",
        ),
        (
            CLEAN.replace("    2: {roles: [head]", "    1: {roles: [head]"),
            "60: '1' stands twice, first in line 59; keep one of them",
        ),
        (
            CLEAN.replace("    2: {roles: [head]", "    3: {roles: [head]"),
            "58: tiers are numbered 1, 2, 3 … in the order in which they are told",
        ),
        (
            CLEAN.replace("country: DE", "country: XX"),
            "8: no country 'XX' is known; give its two letters in capitals, such as 'CL' or 'DE'",
        ),
        (
            CLEAN.replace("country: DE", "country: Germany"),
            "8: no country 'Germany' is known; give its two letters in capitals, such as 'CL' or 'DE'",
        ),
        (
            CLEAN.replace("8 business hours", "0 business hours"),
            "37: '0 business hours' gives no time at all; the shortest span is '1 second'",
        ),
        (
            CLEAN.replace("8 business hours", "87600 hours"),
            "37: '87600 hours' is longer than five years; is the unit right?",
        ),
        (
            CLEAN.replace("8 business hours", "3650 business days"),
            "37: '3650 business days' is longer than 1000 business days; is the number right?",
        ),
        (
            CLEAN.replace("Europe/Berlin", "Europe/Pripyat"),
            "5: 'Europe/Pripyat' is no time zone; give an IANA name such as 'Europe/Berlin'",
        ),
        (
            CLEAN.replace("Europe/Berlin", "../../etc/passwd"),
            "5: '../../etc/passwd' is no time zone; give an IANA name such as 'Europe/Berlin'",
        ),
    ],
    ids=lambda value: value[:50] if isinstance(value, str) and ": " in value[:6] else "",
)
def test_what_cannot_be_used_is_refused_with_its_line(tmp_path: Path, content: str | bytes, said: str) -> None:
    code, lines = checked(tmp_path, content)
    assert code == 2
    assert any(line.endswith(said) for line in lines), lines


def test_a_mark_of_the_byte_order_does_no_harm(tmp_path: Path) -> None:
    assert checked(tmp_path, b"\xef\xbb\xbf" + CLEAN.encode()) == (0, [])


def test_of_thousands_of_targets_those_that_never_run_are_named(tmp_path: Path) -> None:
    more = "".join(
        f"  t{n}: {{metric: resolution, within: {n % 9 + 1} business hours, clauses: [X-4]}}\n" for n in range(2000)
    )
    code, lines = checked(tmp_path, CLEAN.replace("roles:\n  experts", f"{more}roles:\n  experts"))
    assert code == 1
    assert sum("E-HIDDEN at targets.t" in line for line in lines) == 2000


@pytest.mark.parametrize("on", ["0001-01-01", "1899-12-31", "1970-01-01", "2019-12-24"])
def test_a_holiday_long_past_is_a_finding(tmp_path: Path, on: str) -> None:
    code, lines = checked(tmp_path, CLEAN.replace("{country: DE}", f"{{country: DE, extra: {{{on}: Once}}}}"))
    assert code == 1
    assert f"    Every further holiday of 'office' is over; the last was {on}." in lines


@pytest.mark.parametrize("on", ["2199-12-31", "9999-12-31"])
def test_a_holiday_in_a_far_year_is_no_trouble(tmp_path: Path, on: str) -> None:
    assert checked(tmp_path, CLEAN.replace("{country: DE}", f"{{country: DE, extra: {{{on}: Once}}}}")) == (0, [])


@pytest.mark.parametrize(
    "zone", ["America/Sao_Paulo", "Africa/Casablanca", "Europe/Volgograd", "Pacific/Apia", "Antarctica/Troll"]
)
def test_a_zone_that_changed_its_rules_once_is_counted_in_like_any_other(tmp_path: Path, zone: str) -> None:
    code, lines = checked(tmp_path, CLEAN.replace("Europe/Berlin", zone))
    assert code in (0, 1)
    assert not [line for line in lines if " at " in line and "W-ZONE" not in line]


@pytest.mark.parametrize("within", ["43800 hours", "43800 business hours", "1000 business days"])
def test_a_target_of_years_is_a_finding(tmp_path: Path, within: str) -> None:
    code, lines = checked(tmp_path, CLEAN.replace("5 business days", within))
    assert code == 1
    assert "    'fix-2' is due more than a year after a report." in lines
