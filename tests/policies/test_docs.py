"""docs/policies.md tells of every key there is, and its example is a policy."""

from __future__ import annotations

import re
from pathlib import Path

from chatdesk.policy_files import read_policy
from chatdesk.policy_files.schema import Part

DOCS = Path(__file__).parents[2] / "docs" / "policies.md"


def test_every_key_of_the_schema_is_described() -> None:
    told = set(re.findall(r"`([a-z_]+)(?:`|:)", DOCS.read_text(encoding="utf-8")))
    keys = {field.alias or name for part in Part.__subclasses__() for name, field in part.model_fields.items()}
    assert keys - told == set()


def test_the_whole_example_is_a_policy(tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(title:.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert example is not None
    path = tmp_path / "example.yml"
    path.write_text(example[1], encoding="utf-8")
    policy = read_policy(path)
    assert [target.id for target in policy.targets] == ["first-reply", "fix-when-down"]
