"""Is it an Adaptive Card 1.5? Asked of the JSON schema, and of Microsoft's JavaScript library: each misses what the
other sees.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator
from jsonschema.exceptions import ValidationError

JSON = dict[str, Any]

_NODE = Path(__file__).parents[2] / "node"
# What Teams adds to Adaptive Cards stands in no schema of them.
_TEAMS_ONLY = ("msteams", "choices.data")


def schema_faults(card: JSON) -> list[str]:
    """What the 1.5 schema finds wrong, each with the path of the deepest cause."""
    return [_told(error) for error in _schema().iter_errors(_stripped(card))]


def library_faults(cards: Mapping[str, JSON]) -> dict[str, list[str]]:
    """What the adaptivecards library finds wrong, by the card's name; only cards with faults. One process for all."""
    node = shutil.which("node")
    if node is None or not (_NODE / "node_modules" / "adaptivecards").is_dir():
        why = "the adaptivecards library is not installed in tests/node (needs Node and npm): cards are checked by half"
        if os.environ.get("CHATDESK_REQUIRE_NODE") == "1":
            pytest.fail(why)
        pytest.skip(why)
    asked = json.dumps(cards, ensure_ascii=True)
    done = subprocess.run(
        [node, str(_NODE / "check_cards.cjs")], input=asked, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, list[str]] = json.loads(done.stdout)
    assert set(found) == set(cards)
    return {name: faults for name, faults in found.items() if faults}


@cache
def _schema() -> Draft6Validator:
    text = resources.files("adaptive_cards").joinpath("schemas", "schema-1.5.json").read_text(encoding="utf-8")
    return Draft6Validator(json.loads(text))


def _stripped(part: Any) -> Any:
    if isinstance(part, list):
        return [_stripped(each) for each in part]
    if isinstance(part, dict):
        # In an action's data `msteams` is data like any other.
        return {key: _stripped(value) for key, value in part.items() if key not in _TEAMS_ONLY}
    return part


def _told(error: ValidationError) -> str:
    """anyOf complains at the top: the cause is below, in the kind of element that was meant."""
    deepest = error
    while deepest.context:
        kinds: dict[Any, list[ValidationError]] = {}
        for each in deepest.context:
            kinds.setdefault(each.schema_path[0], []).append(each)
        meant = [found for found in kinds.values() if not any("type" in each.path for each in found)]
        of_those = [each for found in meant or kinds.values() for each in found]
        deepest = max(of_those, key=lambda each: len(each.absolute_path))
    return f"{deepest.json_path}: {deepest.message}"
