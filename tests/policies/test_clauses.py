"""Every clause of the five sources is listed, and what is said to test it exists."""

from __future__ import annotations

import ast
import json
import re
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from chatdesk.cli_policy import policy_commands
from chatdesk.policy_check.clauses import State, clauses_of
from chatdesk.policy_files import PolicyError, find_policy, read_whole, shipped_policies
from tests.policies.clean import CLEAN

ROOT = Path(__file__).parents[2]
IDS = {
    "c2-atom": [f"C2-{n}" for n in range(1, 19)],
    "cipplanner": [f"CIP-{n}" for n in range(1, 15)],
    "codify": [f"COD-{n}" for n in range(1, 17)],
    "catamarun": [f"CAT-{n}" for n in range(1, 18)],
    "advendio": [f"ADV-{n}" for n in range(1, 10)],
}
SHIPPED = pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)


@cache
def names_in(path: Path) -> frozenset[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return frozenset(n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))


@SHIPPED
def test_every_clause_of_a_source_is_listed(path: Path) -> None:
    assert [clause.id for clause in clauses_of(read_whole(path))] == IDS[path.stem]


def test_there_are_74_of_them_and_the_page_lists_each_once() -> None:
    rows = re.findall(r"^\| ([A-Z0-9]+-\d+) \|", (ROOT / "docs" / "clauses.md").read_text(encoding="utf-8"), re.M)
    assert sorted(rows) == sorted(clause for ids in IDS.values() for clause in ids)
    assert len(rows) == 74


@SHIPPED
def test_each_is_tested_or_says_why_not(path: Path) -> None:
    for clause in clauses_of(read_whole(path)):
        assert clause.state is not State.UNSTATED, clause.id
        assert (clause.state is State.TESTED) == bool(clause.scenarios)
        assert (clause.state is State.TESTED) != bool(clause.why)


@SHIPPED
def test_every_scenario_that_is_named_exists(path: Path) -> None:
    for clause in clauses_of(read_whole(path)):
        for scenario in clause.scenarios:
            file, _, name = scenario.partition("::")
            assert (ROOT / file).is_file(), f"{clause.id}: {file}"
            assert name in names_in(ROOT / file), f"{clause.id}: {scenario}"


def test_the_command_prints_where_each_stands_and_what_tests_it() -> None:
    result = CliRunner().invoke(policy_commands, ["clauses", "c2-atom"])
    assert result.exit_code == 0
    lines = result.stdout.splitlines()
    at = lines.index("C2-7: Critical: corrected in four business days")
    number = next(
        n
        for n, line in enumerate(find_policy("c2-atom").read_text(encoding="utf-8").splitlines(), 1)
        if line.strip() == "correct-critical:"
    )
    assert f"    stands at targets.correct-critical, line {number}" in lines[at + 1 : at + 5]
    assert any("tests/scenarios/c2_atom/test_corrections.py::test_C2_7" in line for line in lines[at + 1 : at + 8])
    assert lines[-1].startswith("18 clauses: ")


def test_json_holds_the_three_states() -> None:
    result = CliRunner().invoke(policy_commands, ["clauses", "advendio", "--json"])
    clauses = {clause["id"]: clause for clause in json.loads(result.stdout)["clauses"]}
    assert clauses["ADV-8"]["state"] == "tested" and clauses["ADV-8"]["scenarios"]
    assert clauses["ADV-9"]["state"] == "not testable" and clauses["ADV-9"]["why"]
    assert {clause["state"] for clause in clauses.values()} <= {state.value for state in State}


def test_a_clause_in_two_states_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "two.yml"
    two = "X-6: {says: Tiers, scenarios: ['test_a::test_b'], pending: nothing}"
    path.write_text(CLEAN.replace("X-6: {says: Tiers}", two), encoding="utf-8")
    with pytest.raises(PolicyError, match="a clause is tested, not testable or pending; keep one of the three keys"):
        read_whole(path)


def test_a_policy_that_lists_none_says_so(tmp_path: Path) -> None:
    path = tmp_path / "none.yml"
    path.write_text(CLEAN[: CLEAN.index("\nclauses:\n") + 1], encoding="utf-8")
    result = CliRunner().invoke(policy_commands, ["clauses", str(path)])
    assert (result.exit_code, result.stdout) == (0, "none lists no clauses; add them under 'clauses:'.\n")
