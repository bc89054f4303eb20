"""Writes what is generated under docs/: `make docs`, or `python -m tests.policies.write_docs`."""

from __future__ import annotations

import json
from pathlib import Path

from chatdesk.policy_check.clauses import clauses_page
from chatdesk.policy_files import read_whole, shipped_policies
from chatdesk.policy_files.schema import json_schema

DOCS = Path(__file__).parents[2] / "docs"


def generated() -> dict[Path, str]:
    """Each generated file and what it should hold."""
    return {
        DOCS / "clauses.md": clauses_page(read_whole(path) for path in shipped_policies()),
        DOCS / "policy.schema.json": json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n",
    }


if __name__ == "__main__":
    for path, text in generated().items():
        path.write_text(text, encoding="utf-8")
