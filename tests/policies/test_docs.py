"""docs/policies.md tells of every key there is, with an example that the model accepts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel
from ruamel.yaml import YAML

from chatdesk.policy_check import CODES
from chatdesk.policy_files import read_policy
from chatdesk.policy_files.document import read_document
from chatdesk.policy_files.parts import Part
from chatdesk.policy_files.schema import PolicyFile
from tests.policies.clean import CLEAN

DOCS = Path(__file__).parents[2] / "docs" / "policies.md"
TEXT = DOCS.read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)
TOP = [example for example in EXAMPLES if re.match(r"[a-z_]+:", example)[0][:-1] in PolicyFile.model_fields]  # type: ignore[index]


def test_every_key_of_the_schema_is_described() -> None:
    told = set(re.findall(r"`([a-z_]+)(?:`|:)", TEXT))
    keys = {field.alias or name for part in Part.__subclasses__() for name, field in part.model_fields.items()}
    assert keys - told == set()


def test_every_key_of_the_schema_stands_in_an_example() -> None:
    shown: set[tuple[type, str]] = set()
    for example in TOP:
        _collect(PolicyFile, YAML(typ="safe", pure=True).load(example), shown)
    every = {(part, field.alias or name) for part in Part.__subclasses__() for name, field in part.model_fields.items()}
    assert {f"{part.__name__}.{key}" for part, key in every - shown} == set()


@pytest.mark.parametrize("example", TOP, ids=lambda text: text.split(":")[0])
def test_every_example_is_accepted_by_the_model(example: str, tmp_path: Path) -> None:
    path = tmp_path / "example.yml"
    path.write_text(example, encoding="utf-8")
    given = read_document(path).data
    path.write_text(CLEAN, encoding="utf-8")
    PolicyFile.model_validate({**read_document(path).data, **given}, context={"language": "en"})


def test_the_whole_example_is_a_policy(tmp_path: Path) -> None:
    example = next(example for example in EXAMPLES if example.startswith("title:"))
    path = tmp_path / "example.yml"
    path.write_text(example, encoding="utf-8")
    policy = read_policy(path)
    assert [target.id for target in policy.targets] == ["first-reply", "fix-when-down"]


def test_every_code_of_a_finding_is_described_in_the_same_words() -> None:
    assert dict(re.findall(r"^\| `([EW]-[A-Z]+)` \| (.*) \|$", TEXT, re.MULTILINE)) == CODES


def _collect(model: Any, data: Any, shown: set[tuple[type, str]]) -> None:
    """Which keys of which block an example uses."""
    if isinstance(model, type) and issubclass(model, BaseModel) and isinstance(data, dict):
        fields = {field.alias or name: field.annotation for name, field in model.model_fields.items()}
        for key, value in data.items():
            shown.add((model, key))
            _collect(fields[key], value, shown)
        return
    for inner in getattr(model, "__args__", ()):
        items = data.values() if isinstance(data, dict) else data if isinstance(data, list) else [data]
        for item in [data, *items]:
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                if isinstance(item, dict) and item.keys() <= {f.alias or n for n, f in inner.model_fields.items()}:
                    _collect(inner, item, shown)
            else:
                _collect(inner, item, shown)
