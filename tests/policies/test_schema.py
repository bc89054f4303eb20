"""docs/policy.schema.json is what the model says, accepts what chatdesk accepts and refuses typical mistakes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from chatdesk.policy_files import shipped_policies
from tests.policies.clean import CLEAN
from tests.policies.write_docs import DOCS, generated

SCHEMA: dict[str, Any] = json.loads((DOCS / "policy.schema.json").read_text(encoding="utf-8"))
MODELINE = "# yaml-language-server: $schema="


def refusals(text: str) -> list[str]:
    # As an editor sees it: JSON, whose keys are all text; a date is text too.
    data = json.loads(json.dumps(YAML(typ="safe", pure=True).load(text), default=str))
    return [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)]


@pytest.mark.parametrize("path", generated(), ids=lambda path: path.name)
def test_what_is_generated_is_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == generated()[path], "run `make docs`"


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("path", shipped_policies(), ids=lambda path: path.stem)
def test_a_shipped_policy_points_to_the_schema_and_fits_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    first = text.splitlines()[0]
    assert first.startswith(MODELINE)
    assert (path.parent / first.removeprefix(MODELINE)).resolve() == DOCS / "policy.schema.json"
    assert refusals(text) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("zone:", "zome:"),
        ("metric: resolution", "metric: resolved"),
        ("within: 5 business days", "within: 5 days or so"),
        ("channel: on_call", "channel: oncall"),
        ("title: Example support\n", ""),
        ("holidays: {country: DE}", "holidays: some"),
        ('"09:00-17:00"', "9 to 5"),
    ],
)
def test_an_editor_marks_typical_mistakes(old: str, new: str) -> None:
    assert refusals(CLEAN) == []
    assert refusals(CLEAN.replace(old, new))


def test_every_key_has_hover_text() -> None:
    blocks = {"the file": SCHEMA, **SCHEMA["$defs"]}
    silent = [
        f"{name}.{key}"
        for name, block in blocks.items()
        for key, value in block["properties"].items()
        if not value.get("description")
    ]
    assert silent == []
