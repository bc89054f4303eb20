"""`chatdesk policy new`: answers in, a valid, commented file out, in which nothing is odd."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from chatdesk.cli_policy import policy_commands
from chatdesk.core.policy import Span, SpanKind
from chatdesk.policy_files import read_policy

ANSWERS = {
    "title": "Harbour support",
    "language": "en",
    "zone": "America/Santiago",
    "hours": "mon-thu 08:00-18:00",
    "country": "CL",
    "severities": "Down = Nobody can work; Slow = Work goes on",
    "reply": "30 business minutes; 1 business day",
    "fix": "8 business hours; 5 business days",
    "name": "Dana Reyes",
}


def new(path: Path, typed: str = "", **answers: str) -> Result:
    options = [word for key, value in answers.items() for word in (f"--{key}", value)]
    return CliRunner().invoke(policy_commands, ["new", str(path), *options], input=typed)


def test_all_by_options_it_asks_nothing_and_writes_what_was_said(tmp_path: Path) -> None:
    path = tmp_path / "harbour.yml"
    result = new(path, **ANSWERS)
    assert result.exit_code == 0, result.output
    assert result.stdout.splitlines()[0] == f"Wrote {path}, and {tmp_path / 'policy.schema.json'} for your editor."
    policy = read_policy(path)
    assert (policy.name, policy.title.in_language("en")) == ("harbour", "Harbour support")
    assert [step.label.in_language("en") for step in policy.severities] == ["Down", "Slow"]
    assert policy.severities[0].definition.in_language("en") == "Nobody can work"
    assert [target.within for target in policy.targets] == [
        Span(SpanKind.BUSINESS, seconds=1800),
        Span(SpanKind.BUSINESS_DAYS, days=1),
        Span(SpanKind.BUSINESS, seconds=8 * 3600),
        Span(SpanKind.BUSINESS_DAYS, days=5),
    ]
    assert policy.hours("office").zone == "America/Santiago" and policy.hours("office").holidays


def test_where_nobody_can_answer_it_says_how_to_do_without_questions(tmp_path: Path) -> None:
    path = tmp_path / "asked.yml"
    result = new(path, "Harbour\n")
    assert result.exit_code == 2
    assert "Stopped before every question had its answer; nothing was written." in result.output
    assert "give the answers as options" in result.output
    assert not path.exists()


def test_it_asks_for_each_answer_and_again_after_a_bad_one(tmp_path: Path) -> None:
    path = tmp_path / "asked.yml"
    result = new(path, "Harbour\n\nEurope/Berln\nEurope/Berlin\nmon-fri\nmon-fri 08:00-16:00\nXX\nDE\n\n\n\n\n")
    assert result.exit_code == 0, result.output
    assert "Error: 'Europe/Berln' is no time zone; give an IANA name such as 'Europe/Berlin'" in result.output
    assert "Error: 'mon-fri' is not both; write for example 'mon-fri 09:00-17:00'" in result.output
    assert "Error: no country 'XX' is known" in result.output
    assert len(read_policy(path).severities) == 3


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize(
    ("country", "fix"), [("CL", "8 business hours; 5 business days"), ("none", "best effort; best effort")]
)
def test_what_it_writes_passes_the_check(tmp_path: Path, language: str, country: str, fix: str) -> None:
    path = tmp_path / "ours.yml"
    result = new(path, **{**ANSWERS, "language": language, "country": country, "fix": fix})
    assert result.exit_code == 0, result.output
    checked = CliRunner().invoke(policy_commands, ["check", str(path)])
    assert checked.exit_code == 0, checked.stdout
    assert ("Waived by Dana Reyes" in checked.stdout) == (country == "none")


def test_it_explains_itself_in_comments_and_points_to_its_schema(tmp_path: Path) -> None:
    path = tmp_path / "ours.yml"
    new(path, **ANSWERS)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[0] == "# yaml-language-server: $schema=policy.schema.json"
    assert (tmp_path / "policy.schema.json").is_file()
    blocks = [n for n, line in enumerate(lines) if line.endswith(":") and not line.startswith((" ", "#"))]
    silent = [lines[n] for n in blocks if not lines[n - 1].startswith("#")]
    assert silent == ["severity_rules:"]


def test_odd_answers_are_written_and_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.yml"
    result = new(path, **{**ANSWERS, "fix": "9 business days; 5 business days"})
    assert result.exit_code == 1
    assert path.is_file()
    assert "E-MONO: 'fix-1' leaves severity 1 more time than the milder severity 2" in result.stdout


def test_text_that_looks_like_yaml_stays_text(tmp_path: Path) -> None:
    path = tmp_path / "text.yml"
    title = 'No: "1" #x \\ {a} & *b'
    result = new(path, **{**ANSWERS, "title": title})
    assert result.exit_code == 0, result.output
    assert read_policy(path).title.in_language("en") == title


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("language", "de", "write 'en' or 'es'"),
        ("hours", "always", "is not both"),
        ("severities", "Down", "write at least two"),
        ("reply", "soon; later", "'soon' is no span"),
        ("reply", "1 hour", "--reply gives 1 times for 2 severities"),
        ("title", " ", "write 1 to 75 letters"),
    ],
)
def test_a_bad_option_is_refused_and_nothing_is_written(tmp_path: Path, key: str, value: str, said: str) -> None:
    path = tmp_path / "bad.yml"
    result = new(path, **{**ANSWERS, key: value})
    assert result.exit_code == 2
    assert said in " ".join(result.stderr.replace("│", " ").split())
    assert not path.exists()


def test_a_file_that_is_there_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "ours.yml"
    path.write_text("mine", encoding="utf-8")
    result = new(path, **ANSWERS)
    assert (result.exit_code, result.stderr) == (2, f"'{path}' exists already; nothing was written\n")
    assert path.read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(("name", "said"), [("ours.txt", "end it with .yml"), ("no/ours.yml", "there is no folder")])
def test_a_path_that_cannot_be_is_refused(tmp_path: Path, name: str, said: str) -> None:
    result = new(tmp_path / name, **ANSWERS)
    assert result.exit_code == 2 and said in result.stderr
