"""A constant changed in a copy of a policy file turns red the scenario that pins it: nothing promised is unread."""

from __future__ import annotations

import importlib
import itertools
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from chatdesk.app import Files
from chatdesk.core.policy import Policy
from chatdesk.policy_files import find_policy, read_policy
from chatdesk.policy_files.parts import HousePart
from tests import world as worlds
from tests.policies.changed_files import LEFT_TO_THE_HOUSE, UNKNOWN, Change, changes_of, read_plain, write_changed
from tests.scenarios.pins import Scenario, scenario_of
from tests.world import World

POLICIES = ("advendio", "c2-atom", "catamarun", "cipplanner", "codify")

_COVERED = "whatever this rule lets go is read in as the same severity by a later rule"
_NEVER_TOLD = "nobody is handed a case at the level where it is born"
_NOTHING_AGREED = "nothing is promised by agreement"
_NO_SEVERITIES = "a policy without severities has none to change or to ask for"
_NO_LEVELS = "a policy without support levels hands nothing on"

# Constants that nobody can see changed, and why. One that a scenario does see must leave this list.
UNSEEN: dict[str, dict[str, str]] = {
    "advendio": {
        "severity_rules.4.when.function = ['major']": _COVERED,
        "severity_rules.4.when.function = ['unavailable']": _COVERED,
        "severity_rules.4.when.affected = ['all']": _COVERED,
        "severity_rules.4.when.affected = ['many']": _COVERED,
        "severity_rules.4.when.workaround": _COVERED,
        "severity_rules.5.when.back_end": _COVERED,
        "severity_rules.5.when.affected = ['all']": _COVERED,
        "severity_rules.5.when.affected = ['many']": _COVERED,
        "severity_rules.5.when.workaround": _COVERED,
        "house.assignment_wait": _NO_LEVELS,
        "house.agreement_nudge": _NOTHING_AGREED,
    },
    "c2-atom": {
        "support_levels.1.roles": _NEVER_TOLD,
    },
    "catamarun": {
        "house.assignment_wait": _NO_LEVELS,
        "house.agreement_nudge": _NOTHING_AGREED,
    },
    "cipplanner": {
        "support_levels.1.roles": _NEVER_TOLD,
        "house.agreement_nudge": _NOTHING_AGREED,
    },
    "codify": {
        "support_levels.1.roles": _NEVER_TOLD,
        "support_levels.2.roles": _NEVER_TOLD,
        "severity_change": _NO_SEVERITIES,
        "house.proposal_wait": _NO_SEVERITIES,
        "house.agreement_nudge": _NOTHING_AGREED,
    },
}


def _all_changes() -> list[Any]:
    return [
        pytest.param(policy, change, id=f"{policy}: {change}")
        for policy in POLICIES
        for change in changes_of(_plain(policy))
        if not _unseen(policy, change)
    ]


@cache
def _plain(policy: str) -> Any:
    return read_plain(find_policy(policy))


def _unseen(policy: str, change: Change) -> str | None:
    return UNSEEN[policy].get(str(change)) or UNSEEN[policy].get(change.path)


@pytest.mark.parametrize(("policy", "change"), _all_changes())
async def test_a_changed_constant_is_seen(
    policy: str, change: Change, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert change.value != UNKNOWN, f"no change is known for {change.path} of {policy}"
    scenarios = _scenarios_that_pin(policy, change)
    assert scenarios, f"nobody pins {change.path} of {policy}"
    changed = tmp_path / f"{policy}.yml"
    write_changed(_plain(policy), change, changed)
    files = Files((read_policy(changed), *_others(policy)), _directory())
    monkeypatch.setattr(worlds, "_files", lambda: files)
    for number, scenario in enumerate(scenarios):
        if await _turns_red(scenario, tmp_path / str(number)):
            return
    names = ", ".join(scenario.__name__ for scenario in scenarios)
    raise AssertionError(f"{change} in {policy} is seen by nobody; it is pinned by {names}")


def test_every_value_that_a_file_leaves_to_the_house_is_changed() -> None:
    assert {f"house.{key}" for key in HousePart.model_fields} <= {"house.unset_severity", *LEFT_TO_THE_HOUSE}


@pytest.mark.parametrize("policy", POLICIES)
def test_what_nobody_sees_is_in_the_file_and_is_listed_once(policy: str) -> None:
    changes = changes_of(_plain(policy))
    known = {str(change) for change in changes} | {change.path for change in changes}
    assert set(UNSEEN[policy]) <= known


@pytest.mark.parametrize("policy", POLICIES)
def test_a_severity_rule_that_nobody_sees_changed_says_nothing_of_its_own(policy: str, tmp_path: Path) -> None:
    as_shipped = read_policy(find_policy(policy))
    answers = [[None, *(choice.value for choice in question.choices)] for question in as_shipped.questions]
    keys = [question.key for question in as_shipped.questions]
    given = [tuple((k, v) for k, v in zip(keys, one, strict=True) if v) for one in itertools.product(*answers)]
    for change in changes_of(_plain(policy)):
        if _unseen(policy, change) == _COVERED:
            changed = tmp_path / f"{policy}.yml"
            write_changed(_plain(policy), change, changed)
            after = read_policy(changed)
            assert [_suggested(after, one) for one in given] == [_suggested(as_shipped, one) for one in given], change


def _suggested(policy: Policy, answers: tuple[tuple[str, str], ...]) -> int | None:
    rule = policy.suggested_severity(answers)
    return rule.severity if rule else None


async def _turns_red(scenario: Scenario, folder: Path) -> bool:
    started: list[World] = []

    async def desk_world(policy: str, at: str) -> World:
        world = World(folder / str(len(started)), at, policy)
        started.append(world)
        await world.start()
        return world

    try:
        await scenario(desk_world)
    except AssertionError:
        return True
    finally:
        for world in started:
            await world.stop()
    return False


def _scenarios_that_pin(policy: str, change: Change) -> list[Scenario]:
    name = policy.replace("-", "_")
    module = importlib.import_module(f"tests.scenarios.{name}.test_every_target")
    found = (scenario_of(candidate, change.path) for candidate in vars(module).values())
    return [scenario for scenario in found if scenario]


@cache
def _others(policy: str) -> tuple[Any, ...]:
    """The policy that the directory names for a customer, if another."""
    return tuple(
        read_policy(find_policy(name)) for name in {c.policy for c in _directory().customers} if name != policy
    )


@cache
def _directory() -> Any:
    return worlds._files().directory
