"""`chatdesk policy diff`: every difference is told, and none that is not there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from chatdesk.cli_policy import policy_commands
from chatdesk.core.business_hours import Range
from chatdesk.core.policy import Policy, Span, SpanKind, Strength
from chatdesk.core.uptime import UptimePromise
from chatdesk.core.words import Words
from chatdesk.policy_diff import Effect, compare
from chatdesk.policy_files import find_policy, read_policy, shipped_policies
from tests.policies.clean import CLEAN


@pytest.fixture
def files(tmp_path: Path) -> Iterator[Any]:
    """Writes CLEAN twice, the second time with one piece replaced by another; gives both paths."""

    def write(old: str, new: str) -> tuple[str, str]:
        assert old in CLEAN
        for folder, text in (("old", CLEAN), ("new", CLEAN.replace(old, new, 1))):
            (tmp_path / folder).mkdir(exist_ok=True)
            (tmp_path / folder / "own.yml").write_text(text, encoding="utf-8")
        return str(tmp_path / "old" / "own.yml"), str(tmp_path / "new" / "own.yml")

    yield write


def run(*words: str) -> Result:
    return CliRunner().invoke(policy_commands, ["diff", *words])


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "within: 1 business hour\n",
            "within: 30 business minutes\n",
            "tighter  reply-1 (first response, Down): 1 business hour becomes 30 business minutes.",
        ),
        (
            "within: 5 business days\n",
            "within: 7 business days\n",
            "looser   fix-2 (resolution, Slow): 5 business days becomes 7 business days.",
        ),
        (
            "  fix-1:\n    metric: resolution\n",
            "  fix-1:\n    metric: resolution\n    strength: goal\n",
            "looser   fix-1 (resolution, Down): a promise becomes a goal.",
        ),
        (
            "    severities: [2]\n    within: 4 business hours\n",
            "    severities: [1, 2]\n    within: 4 business hours\n",
            "changed  reply-2 (first response, Down; Slow): the severities it covers, 2 becomes 1, 2.",
        ),
        (
            'mon-fri: "09:00-17:00"',
            'mon-thu: "09:00-17:00"',
            "changed  office on Friday: 09:00–17:00 becomes closed.",
        ),
        (
            "zone: Europe/Berlin",
            "zone: Europe/London",
            "changed  The zone of office: Europe/Berlin becomes Europe/London.",
        ),
        ("roles: [head]", "roles: [head, owner]", "changed  Tier 2, who is told: head becomes head, owner."),
        (
            "  unset_severity: 2\n",
            "  unset_severity: 1\n",
            "changed  The severity while nobody has said one: 2 becomes 1.",
        ),
        (
            "ladder:\n",
            "waiting_pauses: [customer]\nladder:\n",
            "changed  Waiting that pauses the clocks: nothing becomes customer.",
        ),
        ("Nobody can work.", "Not one can work.", "changed  When a case is “Down” is defined otherwise."),
        (
            "house:\n",
            "house:\n  approval_reminder: 3 business days\n",
            "changed  House value approval reminder: 2 business days becomes 3 business days.",
        ),
    ],
)
def test_a_change_is_one_sentence(old: str, new: str, said: str, files: Any) -> None:
    result = run(*files(old, new))
    assert (result.exit_code, result.stdout) == (0, f"{said}\n")


def test_words_that_promise_nothing_else_stand_apart(files: Any) -> None:
    result = run(*files("label: Slow", "label: Sluggish"))
    assert result.stdout.splitlines() == [
        "Written otherwise, with nothing promised otherwise:",
        "    Severity 2, its name: Slow becomes Sluggish.",
    ]


def test_a_policy_says_the_same_as_itself() -> None:
    for path in shipped_policies():
        assert compare(read_policy(path), read_policy(path)) == ()
    assert run("catamarun", "catamarun").stdout == "Both say the same.\n"


def test_a_promise_that_comes_or_goes_is_told_with_its_severities(files: Any) -> None:
    old, new = files("  fix-1:\n", "  mend-1:\n")
    told = json.loads(run(old, new, "--json").stdout)["differences"]
    assert [(one["place"], one["effect"], one["severities"], one["old"], one["new"]) for one in told] == [
        ("targets.fix-1", "removed", [1], "8 business hours", ""),
        ("targets.mend-1", "added", [1], "", "8 business hours"),
    ]


_OF_PARTS = ("reasons", "plans", "roles", "support_levels", "severities")


def test_nothing_in_a_policy_changes_unseen() -> None:
    """Whatever field is another, something is told; a field that is added to the model must be given a value here."""
    for name in ("catamarun", "codify", "c2-atom"):
        policy = read_policy(find_policy(name))
        for field in fields(Policy):
            is_bare = field.name in _OF_PARTS and not getattr(policy, field.name)
            if not field.init or field.name in ("name", "version") or is_bare:
                continue
            changed = replace(policy, **{field.name: _other(getattr(policy, field.name), field.name)})
            assert compare(policy, changed), field.name


def test_nothing_in_a_promise_a_step_of_the_ladder_or_an_hour_changes_unseen() -> None:
    policy = read_policy(find_policy("codify"))
    for part, put in (
        (policy.targets[0], lambda one: replace(policy, targets=(one, *policy.targets[1:]))),
        (policy.ladder, lambda one: replace(policy, ladder=one)),
        (policy.ladder.tiers[0], lambda one: replace(policy, ladder=replace(policy.ladder, tiers=(one,)))),
        (policy.calendars[0], lambda one: replace(policy, calendars=(one, *policy.calendars[1:]))),
        (policy.house, lambda one: replace(policy, house=one)),
        (policy.support_levels[0], lambda one: replace(policy, support_levels=(one, *policy.support_levels[1:]))),
        (policy.severities[0] if policy.severities else None, lambda one: replace(policy, severities=(one,))),
    ):
        if part is None:
            continue
        same = compare(policy, put(part))
        for field in fields(part):
            if not field.init or field.name in ("name", "number", "id"):
                continue
            changed = put(replace(part, **{field.name: _other(getattr(part, field.name), field.name)}))
            assert compare(policy, changed) != same, f"{type(part).__name__}.{field.name}"


def _other(value: Any, name: str) -> Any:
    """Something of the same type that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, Span):
        return replace(value, seconds=value.seconds + 60, kind=SpanKind.ELAPSED)
    if isinstance(value, UptimePromise):
        return replace(value, over=(1, 2))
    if name == "week":
        return ((Range(0, 60),), *value[1:])
    if name == "holidays":
        return (*value, (date(2031, 5, 5), "Another"))
    if name == "uptime":
        return UptimePromise((99, 100), "UTC", 0, 86400)
    if name == "zone":
        return "Asia/Tokyo"
    if name in ("hours", "main_hours"):
        return "others"
    if name in ("short_title", "title", "label", "definition"):
        return Words((("en", "Other words"),))
    if isinstance(value, Strength):
        return Strength.GOAL if value is not Strength.GOAL else Strength.PROMISE
    if name in ("metric", "closing"):
        return next(one for one in type(value) if one is not value)
    if name in ("level_at_severity", "last_tier", "manual", "warn_when_left", "severities") and not _parts(value):
        return (1,) if name in ("manual", "severities") else (3, 4) if name == "warn_when_left" else ((1, 2),)
    if name == "house":
        return replace(value, proposal_wait=Span(SpanKind.ELAPSED, seconds=7))
    if name == "ladder":
        return replace(value, on_outage=not value.on_outage)
    if isinstance(value, tuple):
        return value[1:] if value else ("something",)
    if isinstance(value, int):
        return value + 1
    return "something" if isinstance(value, str) else 1


def _parts(value: Any) -> bool:
    return bool(value) and hasattr(value[0], "__dataclass_fields__")


def test_what_each_effect_is_called_is_told_in_the_documentation() -> None:
    text = (Path(__file__).parents[2] / "docs" / "policies.md").read_text(encoding="utf-8")
    section = text.partition("## Comparing two")[2].partition("\n## ")[0]
    assert not {effect for effect in Effect if effect is not Effect.WORDS and f"`{effect}`" not in section}
