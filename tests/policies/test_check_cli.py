"""`chatdesk policy check` and `chatdesk policy clauses` as somebody types them."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from chatdesk.cli_policy import policy_commands
from chatdesk.policy_files import shipped_policies
from tests.policies.clean import CLEAN

DEMO = Path(__file__).parents[2] / "chatdesk" / "demo" / "directory.yml"


def run(*words: str) -> Result:
    return CliRunner().invoke(policy_commands, list(words))


def written(tmp_path: Path, text: str, name: str = "own.yml") -> str:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_without_a_name_every_shipped_policy_is_checked_and_waived() -> None:
    result = run("check")
    assert result.exit_code == 0, result.stdout
    heads = [line for line in result.stdout.splitlines() if line.endswith("all waived")]
    assert [line.split(":")[0] for line in heads] == [path.stem for path in shipped_policies()]


def test_a_clean_file_says_so_and_ends_well(tmp_path: Path) -> None:
    result = run("check", written(tmp_path, CLEAN))
    assert (result.exit_code, result.stdout) == (0, "own: nothing odd\n")


def test_a_finding_is_four_short_lines_and_code_1(tmp_path: Path) -> None:
    path = written(tmp_path, CLEAN.replace("{country: DE}", "none"))
    result = run("check", path)
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "own: 1 finding, 0 waived",
        f"{path}:8: W-HOL at business_hours.office.holidays (X-1)",
        "    The hours 'office' have no holidays at all.",
        "    Give the country whose holidays hold, or waive this once it is certain that there are none.",
    ]


def test_an_unreadable_file_is_code_2_and_the_others_are_still_checked(tmp_path: Path) -> None:
    bad = written(tmp_path, CLEAN.replace("zone:", "zome:"), "bad.yml")
    result = run("check", bad, written(tmp_path, CLEAN))
    assert result.exit_code == 2
    assert result.stdout.splitlines() == [
        "bad: cannot be used",
        f"{bad}:4: 'zone:' is missing here; add it",
        f"{bad}:5: unknown key 'zome'; did you mean 'zone'?",
        "own: nothing odd",
    ]


def test_an_unknown_name_is_refused_in_one_line() -> None:
    result = run("check", "catamaran")
    names = "advendio, c2-atom, catamarun, cipplanner, codify"
    said = f"unknown policy 'catamaran'; did you mean 'catamarun'? There are {names}.\n"
    assert (result.exit_code, result.stderr) == (2, said)


def test_a_broken_directory_is_refused_with_its_line(tmp_path: Path) -> None:
    broken = written(tmp_path, DEMO.read_text(encoding="utf-8").replace("people:", "peeple:", 1), "directory.yml")
    result = run("check", "codify", "--directory", broken)
    assert result.exit_code == 2
    assert "unknown key 'peeple'; did you mean 'people'?" in result.stderr


def test_with_the_demo_s_directory_all_that_is_found_is_waived() -> None:
    result = run("check", "--directory", str(DEMO))
    assert result.exit_code == 0, result.stdout
    assert "W-EMPTY at roles.linked_engineer" in result.stdout


def test_json_holds_every_finding_waived_or_not(tmp_path: Path) -> None:
    result = run("check", "codify", written(tmp_path, CLEAN.replace("{country: DE}", "none")), "--json")
    assert result.exit_code == 1
    shipped, own = json.loads(result.stdout)["policies"]
    assert [one["code"] for one in shipped["findings"]] == ["W-ASSUMED", "W-ASSUMED", "W-UNQ", "E-REF", "W-OFFSET"]
    assert all(one["waived"]["name"] and one["waived"]["on"] for one in shipped["findings"])
    assert own["findings"] == [
        {
            "line": 8,
            "code": "W-HOL",
            "place": "business_hours.office.holidays",
            "clauses": ["X-1"],
            "odd": "The hours 'office' have no holidays at all.",
            "advice": "Give the country whose holidays hold, or waive this once it is certain that there are none.",
            "waived": None,
        }
    ]


def test_json_of_an_unreadable_file_holds_its_errors(tmp_path: Path) -> None:
    result = run("check", written(tmp_path, "title: x\n"), "--json")
    assert result.exit_code == 2
    (own,) = json.loads(result.stdout)["policies"]
    assert own["is_readable"] is False
    assert {"line": 1, "message": "'language:' is missing here; add it"} in own["errors"]
