"""Every constant of a policy file, and what a change of it looks like."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

Where = tuple[str | int, ...]

# What is only said, not counted, and where it comes from.
_WORDS = frozenset(
    [
        *("title", "short_title", "label", "definition", "ask", "because", "assumed"),
        *("readings", "reading", "notes", "clauses", "waivers"),
    ]
)
# What no case is decided by: left out of the copies, which are read some hundred times.
_ABOUT_THE_FILE = frozenset(["notes", "clauses", "waivers"])

# Values that stand for themselves where a file does not give them, and what each is changed to.
_UNWRITTEN: dict[Where, tuple[Any, ...]] = {
    ("house", "proposal_wait"): ("2 business hours",),
    ("house", "assignment_wait"): ("2 business hours",),
    ("house", "approval_reminder"): ("1 business day", "3 business days"),
    ("house", "agreement_nudge"): ("3 business days",),
    ("house", "reopen_within"): ("4 business days",),
    ("house", "warn_when_left"): ("1/3",),
    ("waiting_pauses",): (["customer"],),
    ("severity_change",): ("from_change",),
    ("reopening",): ("first_resolution_only",),
    ("closing",): ("customer_approval",),
}
LEFT_TO_THE_HOUSE = frozenset(".".join(map(str, where)) for where in _UNWRITTEN)
_NO_DUE_TIME = ("best effort", "agreed", "next release")
_OTHERS: dict[str, Any] = {
    "within": {"best effort": "agreed", "agreed": "best effort", "same business day": "close of next business day"},
    "strength": {"goal": "promise"},
    "language": {"en": "es", "es": "en"},
    "closing": {"customer_approval": "anyone"},
    "reporters": {"representatives": "anyone"},
    "monitoring": {"customers": "anyone"},
    "change_requests": {"step_by_step": "freely"},
    "over": {None: "99.0 %"},
    "between": {None: "07:00-22:00"},
    "zone": {None: "Asia/Tokyo"},
    "kind": {None: "preventive", "preventive": "incident"},
    "metric": {None: "workaround"},
    "channel": {None: "engineers", "on_call": "director", "director": "vp", "vp": "director"},
    "owner": {None: "vp_sales"},
    "format": {None: "number"},
}
_CALENDARS_WITH_HOLIDAYS = {"America/New_York": "US", "America/Los_Angeles": "US", "America/Toronto": "CA"}


# For a constant that nobody has said how to change.
UNKNOWN = "?"


@dataclass(frozen=True)
class Change:
    """One constant, `where` in the file, set to something else. `value` None takes it out."""

    where: Where
    value: Any

    @property
    def path(self) -> str:
        return ".".join(map(str, self.where))

    def __str__(self) -> str:
        return f"{self.path} = {self.value!r}"


def read_plain(path: Path) -> Any:
    return YAML(typ="safe", pure=True).load(path)


def changes_of(data: Any) -> list[Change]:
    """One change or more for every constant of a policy, in the file's order; then those it leaves to the house."""
    found = [change for where, value in _constants(data) for change in _changes(data, where, value)]
    for target_id, target in data["targets"].items():
        found += _unwritten_in_target(("targets", target_id), target)
    for where, values in _UNWRITTEN.items():
        if _at(data, where) is None:
            found += [Change(where, value) for value in values]
    return found


def write_changed(data: Any, change: Change, path: Path) -> None:
    """A copy of the file with one constant changed, as one block in braces."""
    changed = copy.deepcopy({key: value for key, value in data.items() if key not in _ABOUT_THE_FILE})
    block = changed
    for key in change.where[:-1]:
        block = block.setdefault(key, {}) if isinstance(block, dict) else block[key]
    if change.value is None:
        del block[change.where[-1]]
    elif change.where[-2:-1] == ("week",):
        # The days are the key.
        days, ranges = change.value
        del block[change.where[-1]]
        block[days] = ranges
    else:
        block[change.where[-1]] = change.value
    path.write_text(_written(changed), encoding="utf-8")


def _written(node: Any) -> str:
    match node:
        case dict():
            return "{" + ",\n".join(f"{_written(key)}: {_written(value)}" for key, value in node.items()) + "}"
        case list():
            return "[" + ", ".join(map(_written, node)) + "]"
        case _:
            return json.dumps(node, ensure_ascii=False)


def _constants(node: Any, where: Where = ()) -> Iterator[tuple[Where, Any]]:
    is_block_list = isinstance(node, list) and any(isinstance(item, dict) for item in node)
    if isinstance(node, dict) or is_block_list:
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if key not in _WORDS and not _is_said(value, where):
                yield from _constants(value, (*where, key))
    else:
        yield where, node


def _is_said(value: Any, where: Where) -> bool:
    """Is it a text, or one for each language?"""
    return where == ("roles",) or where[-1:] == ("answers",) or (isinstance(value, dict) and set(value) <= {"en", "es"})


def _changes(data: Any, where: Where, value: Any) -> Iterator[Change]:
    key = where[-1]
    if where[-2:-1] == ("week",):
        opens, closes = value.split("-")
        yield Change(where, (key, f"{_hour_later(opens)}-{closes}"))
        yield Change(where, (key, f"{opens}-{_hour_later(closes)}"))
        yield Change(where, ("mon-sat", value))
    elif isinstance(value, bool):
        yield Change(where, not value)
    elif isinstance(value, list) and len(value) > 1:
        yield from (Change(where, [other for other in value if other != item]) for item in value)
    elif "when" in where or "outage_when" in where:
        answers = list(data["questions"][key]["answers"])
        given = value[0] if isinstance(value, list) else value
        yield Change(where, answers[(answers.index(given) + 1) % len(answers)])
    elif isinstance(value, list):
        yield Change(where, _other_list(key, value, data))
    elif key == "holidays":
        yield Change(where, {"country": _CALENDARS_WITH_HOLIDAYS[data["business_hours"][where[1]]["zone"]]})
    elif value == "handoff":
        # Any other metric is refused where there is a `to_level`.
        return
    elif key == "country":
        yield Change(where[:-1], "none")
    elif key == "at_latest":
        yield from (Change(where, None), Change(where, "same business day"))
    elif key == "team":
        yield Change(where, _other_of(value, list(data["roles"])))
    elif key == "outage_raises":
        yield from (Change(where, "nothing"), Change(where, "all_tiers"))
    elif key in ("most_rows", "per_month"):
        yield Change(where, 1 if key == "most_rows" else 2)
    elif key == "default_plan":
        yield Change(where, next(plan for plan in data["plans"] if plan != value))
    elif isinstance(value, int):
        yield Change(where, _other_number(where, value, data))
    elif key == "within" and value not in _OTHERS["within"]:
        yield from (Change(where, span) for span in _other_spans(value))
    else:
        others = _OTHERS.get(str(key), {})
        yield Change(where, others.get(value, others.get(None, UNKNOWN)))


def _unwritten_in_target(where: Where, target: Any) -> Iterator[Change]:
    """What a target does not say of itself: how hard it binds, and to which hour of its last day."""
    if "strength" not in target and target["within"] not in _NO_DUE_TIME and not target.get("house"):
        yield Change((*where, "strength"), "goal")
    if re.fullmatch(r"\d+ business days?", target["within"]):
        yield Change((*where, "end_of_day"), True)


def _other_spans(span: str) -> Iterator[str]:
    """Twice as many, and the same number by the other measure."""
    number, measure = span.split(" ", 1)
    yield f"{int(number) * 2} {measure}"
    if measure.startswith("business hour"):
        yield f"{number} {measure.removeprefix('business ')}"
    elif measure.startswith("hour"):
        yield f"{number} business {measure}"
    else:
        yield f"{int(number) * 24} hours"


def _other_list(key: Any, value: list[Any], data: Any) -> Any:
    match key:
        case "severities" | "takes_severities":
            return [_other_of(value[0], list(data["severities"]))]
        case "plans":
            return [_other_of(value[0], list(data["plans"]))]
        case "kinds":
            return ["preventive"]
        case "roles":
            return ["vp"]
    return UNKNOWN


def _other_number(where: Where, value: int, data: Any) -> Any:
    if where[-1] in ("severity", "unset_severity"):
        return _other_of(value, list(data["severities"]))
    if where[-1] in ("to_level", "first_level"):
        return _other_of(value, list(data["support_levels"]))
    if "stops_at" in where:
        return value + 1
    return UNKNOWN


def _other_of(value: Any, known: list[Any]) -> Any:
    return known[(known.index(value) + 1) % len(known)]


def _hour_later(clock: str) -> str:
    hour, minute = clock.split(":")
    return f"{int(hour) + 1:02}:{minute}"


def _at(data: Any, where: Where) -> Any:
    for key in where:
        data = data.get(key) if isinstance(data, dict) else None
    return data
