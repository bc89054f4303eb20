"""Nothing in the program depends on a policy's name or on its clause ids."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from chatdesk.core import commands as c
from chatdesk.core.codec import to_plain
from chatdesk.core.policy import Policy
from chatdesk.explain import explain
from chatdesk.explain.plain import plain_explanation
from chatdesk.policy_files import read_policy, shipped_policies
from tests.core.desk_of_one import DANA, DeskOfOne

PACKAGE = Path(__file__).parents[2] / "chatdesk"
FRIDAY = datetime(2026, 3, 6, 19, 20, tzinfo=UTC)
CLAUSE = re.compile(r"\b(?:C2|CIP|COD|CAT|ADV)-\d+\b")

POLICIES = pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)


@pytest.fixture
def shuffled(path: Path, tmp_path: Path) -> tuple[Policy, dict[str, str]]:
    """The policy under another name with its clause ids mixed up, and what each id was before."""
    text = path.read_text(encoding="utf-8")
    ids = sorted(set(CLAUSE.findall(text)))
    others = random.Random(7).sample(ids, len(ids))
    mixed = dict(zip(ids, (f"Z-{other}" for other in others), strict=True))
    copy = tmp_path / "another-name.yml"
    copy.write_text(CLAUSE.sub(lambda match: mixed[match[0]], text), encoding="utf-8")
    return read_policy(copy), {new: old for old, new in mixed.items()}


@POLICIES
def test_a_copy_under_another_name_promises_the_same_times(path: Path, shuffled: tuple[Policy, dict[str, str]]) -> None:
    copy, before = shuffled
    original = read_policy(path)
    assert copy.name != original.name and copy.version != original.version

    def explained(policy: Policy) -> dict[str, Any]:
        numbers: list[int | None] = [step.number for step in policy.severities]
        found = plain_explanation(explain(policy, FRIDAY, numbers or [None], policy.default_plan))
        return {key: value for key, value in found.items() if key not in ("policy", "version")}

    assert _renamed(explained(copy), before) == explained(original)


@POLICIES
def test_a_copy_under_another_name_leads_a_case_through_the_same_life(
    path: Path, shuffled: tuple[Policy, dict[str, str]]
) -> None:
    def life(policy: Policy) -> list[Any]:
        desk = DeskOfOne(policy, "2026-03-06T14:20").open(policy.unset_severity)
        desk.until("2026-03-09T12:00")
        desk.give(c.Acknowledge(actor=DANA))
        desk.until("2026-04-20T12:00")
        assert desk.events
        plain: list[Any] = json.loads(json.dumps(to_plain(desk.events)).replace(policy.version, "VERSION"))
        return plain

    assert life(shuffled[0]) == life(read_policy(path))


@POLICIES
def test_the_name_of_a_policy_stands_nowhere_in_the_program(path: Path) -> None:
    # The demo's directory is data, and so are its stories: each is told for one policy that can be chosen there.
    names = {path.stem, path.stem.replace("-", "_"), path.stem.replace("-", " ")}
    knowing = {
        str(file.relative_to(PACKAGE))
        for file in PACKAGE.rglob("*")
        if PACKAGE / "demo" / "stories" not in file.parents
        and file.suffix in (".py", ".toml", ".js", ".html", ".css", ".mako", ".ini")
        and any(name in file.read_text(encoding="utf-8").lower() for name in map(str.lower, names))
    }
    assert not knowing


def _renamed(value: Any, before: dict[str, str]) -> Any:
    """Clause ids as they were."""
    if isinstance(value, dict):
        return {key: _renamed(item, before) for key, item in value.items()}
    if isinstance(value, list):
        return [_renamed(item, before) for item in value]
    return before.get(value, value) if isinstance(value, str) else value
