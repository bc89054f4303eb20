"""One protection, how to take it out, and the test that has to turn red."""

from __future__ import annotations

import ast
import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).parents[2]

Kind = Literal["duty", "bad day", "kill point"]


@dataclass(frozen=True)
class Edit:
    """`old` stands in `file` exactly once; `new` takes its place."""

    file: str
    old: str
    new: str


@dataclass(frozen=True)
class Removal:
    """`old` stands in `file` exactly once; with `new` in its place `test` (a pytest node id) must turn red.

    `protects` says in one sentence what people have from it. `also` goes with it where two protections cover
    each other. `red_by` names the exception that shows it, where that is neither an assertion of the test nor
    its time-out.
    """

    name: str
    protects: str
    file: str
    old: str
    new: str
    test: str
    kind: Kind = "duty"
    also: tuple[Edit, ...] = ()
    red_by: str = ""

    @property
    def edits(self) -> tuple[Edit, ...]:
        return (Edit(self.file, self.old, self.new), *self.also)


class DoesNotApply(Exception):
    """The tree no longer holds what a removal takes out, or its test."""


def without(removal: Removal, root: Path = ROOT) -> dict[Path, str]:
    """The files' texts with the protection taken out. Raises DoesNotApply."""
    texts: dict[Path, str] = {}
    for edit in removal.edits:
        path = root / edit.file
        if not path.is_file():
            raise DoesNotApply(f"{removal.name}: there is no file {edit.file}")
        text = texts.get(path) or path.read_text(encoding="utf-8")
        if (count := text.count(edit.old)) != 1:
            raise DoesNotApply(f"{removal.name}: its old text stands {count} times in {edit.file}, not once")
        if edit.old == edit.new:
            raise DoesNotApply(f"{removal.name}: it changes nothing in {edit.file}")
        texts[path] = text.replace(edit.old, edit.new)
    return texts


def test_source(removal: Removal, root: Path = ROOT) -> str:
    """The source of the removal's test, its decorators too. Raises DoesNotApply if there is no such test."""
    file, _, function = removal.test.partition("::")
    name = function.partition("[")[0].rpartition("::")[2]
    path = root / file
    if not path.is_file():
        raise DoesNotApply(f"{removal.name}: there is no file {file}")
    text = path.read_text(encoding="utf-8")
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == name and name.startswith("test_"):
            decorated = [ast.get_source_segment(text, one) or "" for one in node.decorator_list]
            return "\n".join([*decorated, ast.get_source_segment(text, node) or ""])
    raise DoesNotApply(f"{removal.name}: there is no test {name!r} in {file}")


# Not a test itself, whatever its name begins with.
test_source.__test__ = False  # type: ignore[attr-defined]


def digest(removal: Removal) -> str:
    """Changes when the removal or its test does: what was seen before then says nothing any more."""
    edits = [[edit.file, edit.old, edit.new] for edit in removal.edits]
    told = [edits, removal.test, removal.red_by, test_source(removal)]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()[:16]
