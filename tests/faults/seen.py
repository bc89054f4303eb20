"""What was seen: seen.json (the removals' red runs), killed.json (the kill points), and docs/faults.md made of both."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.faults.kill.stories import STORIES
from tests.faults.removal import ROOT, Removal, digest

SEEN = Path(__file__).with_name("seen.json")
KILLED = Path(__file__).with_name("killed.json")
PAGE = ROOT / "docs" / "faults.md"

_HEADINGS = {
    "duty": "Duties",
    "bad day": "Bad days",
    "kill point": "What the kill points rest on",
}
_COUNTED = ("points", "different", "killed", "left", "lost", "twice", "marked")
_HEAD = """# What was broken on purpose

Written by `python -m tests.faults`; do not edit. Each row names a protection that was taken out once, in a copy \
of the tree, and what its test said then. `tests/faults/test_faults.py` holds this page against the code: a changed \
protection or a changed test has to be seen red again.
"""


def load(path: Path = SEEN) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def is_seen(removal: Removal, seen: dict[str, Any]) -> bool:
    """Was it seen red as it and its test stand today? Raises DoesNotApply."""
    return removal.name in seen and seen[removal.name]["digest"] == digest(removal)


def record(removal: Removal, line: str) -> None:
    """Others may be writing down theirs."""
    with _alone():
        seen = load() | {removal.name: {"digest": digest(removal), "line": line}}
        _write(SEEN, seen)


def record_kill(database: str, story: str, figures: dict[str, Any]) -> None:
    """What the kill points of one story came to."""
    with _alone():
        killed = load(KILLED)
        killed.setdefault(database, {})[story] = figures
        _write(KILLED, killed)


def forget(names: set[str]) -> None:
    """Takes out what was seen of removals that are no more."""
    with _alone():
        _write(SEEN, {name: value for name, value in load().items() if name not in names})


def page(removals: list[Removal], seen: dict[str, Any], killed: dict[str, Any]) -> str:
    """docs/faults.md. What was not seen red says so."""
    parts = [_HEAD]
    for kind, heading in _HEADINGS.items():
        rows = [each for each in removals if each.kind == kind]
        if not rows:
            continue
        red = sum(each.name in seen for each in rows)
        parts.append(f"## {heading}\n\n{red} of {len(rows)} seen red.\n")
        parts.append("| name | what it protects | taken out of | test | seen |\n| --- | --- | --- | --- | --- |")
        parts[-1] += "".join("\n" + _row(each, seen) for each in rows) + "\n"
    if killed:
        parts.append(_kills(killed))
    return "\n".join(parts)


def write_page(removals: list[Removal]) -> None:
    with _alone():
        PAGE.write_text(page(removals, load(), load(KILLED)), encoding="utf-8")


def _row(removal: Removal, seen: dict[str, Any]) -> str:
    said = f"`{_cell(seen[removal.name]['line'])}`" if removal.name in seen else "**not seen red yet**"
    cells = (removal.name, _cell(removal.protects), f"`{removal.file}`", f"`{_cell(removal.test)}`", said)
    return "| " + " | ".join(cells) + " |"


def _kills(killed: dict[str, Any]) -> str:
    lines = [
        "## Kill points\n",
        "`python -m tests.faults.kill` plays each story once and counts its points: before every SQL statement, before"
        " and after every commit, every call of Slack's Web API and every answer, and after every request came in. Then"
        " the program dies at each of them, a process that ends there and then; a new one starts on what it left, Slack"
        " repeats what Slack repeats, people ask again where they were not answered, and time passes. In the end"
        " everybody has read what they would have read, and `case verify` finds nothing. Points of one name between"
        " which nothing happens that anybody outside can see count as one, and deaths that leave the very same are"
        " lived on from once.\n",
        "| database | story | points | different | died at | left differently | lost | told twice | and said so |",
        "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |",
    ]
    for database, stories in sorted(killed.items()):
        rows = [(story, *(each[key] for key in _COUNTED)) for story, each in stories.items()]
        total = [sum(row[at] for row in rows) for at in range(1, len(_COUNTED) + 1)]
        lines += [f"| {database} | " + " | ".join(str(cell) for cell in row) + " |" for row in (*rows, ("all", *total))]
        left = [story.name for story in STORIES if story.name not in stories]
        if left:
            lines.append(
                f"\n{database}: **not run to the end, or not yet without a finding:** {'; '.join(left)}. Slack repeats"
                " no command: who gets no answer, because the program died after it had committed, types it again, and"
                " then what they said stands twice."
            )
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("`", "'").replace("\n", " ")


def _write(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=1, sort_keys=path == SEEN) + "\n", encoding="utf-8")


@contextmanager
def _alone() -> Iterator[None]:
    # The folder itself: a lock file would be one more thing to keep out of git.
    with Path(__file__).open() as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
