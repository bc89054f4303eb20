"""The clauses of a policy: where each stands in the file, and whether a scenario plays it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Any

from chatdesk.policy_files import WholeFile
from chatdesk.policy_files.document import Where
from chatdesk.policy_files.mentions import mentions
from chatdesk.policy_files.parts import ClausePart

_SCENARIOS = PurePosixPath("tests/scenarios")


class State(StrEnum):
    TESTED = "tested"
    NOT_TESTABLE = "not testable"
    PENDING = "pending"
    UNSTATED = "unstated"


@dataclass(frozen=True)
class ListedClause:
    """`places` are (place, line) in the file; `scenarios` are test ids; `why` goes with the two other states."""

    id: str
    says: str
    places: tuple[tuple[str, int], ...]
    state: State
    scenarios: tuple[str, ...] = ()
    why: str | None = None


def clauses_of(whole: WholeFile) -> list[ListedClause]:
    """Every clause that the file lists, in its order, told in English."""
    named: dict[str, dict[str, int]] = {}
    for clause, where in mentions(whole.file):
        named.setdefault(clause, {}).setdefault(_place(where[:-2]), whole.document.line(where[:-2]))
    for clause, part in whole.file.clauses.items():
        for key in part.at:
            named.setdefault(clause, {}).setdefault(key, whole.document.line((key,)))
    return [
        ListedClause(
            id=key,
            says=part.says.in_language("en"),
            places=tuple(sorted(named.get(key, {}).items(), key=lambda one: one[1])),
            state=_state(part),
            scenarios=tuple(_scenario(whole.policy.name, name) for name in part.scenarios),
            why=part.not_testable or part.pending,
        )
        for key, part in whole.file.clauses.items()
    ]


def plain_clauses(clauses: Iterable[ListedClause]) -> list[dict[str, Any]]:
    """For JSON."""
    return [
        {
            "id": clause.id,
            "says": clause.says,
            "state": clause.state.value,
            "why": clause.why,
            "scenarios": list(clause.scenarios),
            "places": [{"place": place, "line": line} for place, line in clause.places],
        }
        for clause in clauses
    ]


def clauses_page(wholes: Iterable[WholeFile]) -> str:
    """docs/clauses.md."""
    found = [(whole, clauses_of(whole)) for whole in wholes]
    every = [clause for _, clauses in found for clause in clauses]
    counts = ", ".join(
        f"{sum(clause.state is state for clause in every)} {state.value}"
        for state in State
        if any(clause.state is state for clause in every)
    )
    page = [
        "# Clauses",
        "",
        "Every clause of the five shipped policies: what it asks for in a few words of our own, where it stands in the "
        "policy file, and the scenario that plays it. A clause is tested, not testable (with the reason), or pending "
        "(with what is missing). The policy files hold this list under `clauses:`; `chatdesk policy clauses POLICY` "
        "prints it with line numbers, and `make docs` writes this page.",
        "",
        f"{len(every)} clauses: {counts}.",
    ]
    for whole, clauses in found:
        name = whole.policy.name
        page += ["", f"## [{whole.policy.title.in_language('en')}](../policies/{name}.yml)", ""]
        page += ["| id | asks for | stands at | state |", "| --- | --- | --- | --- |"]
        page += [f"| {c.id} | {c.says} | {_places(c)} | {_told(c)} |" for c in clauses]
    return "\n".join(page) + "\n"


def _place(where: Where) -> str:
    # A list's entries have no names of their own; its first line leads there.
    words = [str(part) for part in where]
    return ".".join(words[:1] if len(where) > 1 and where[0] in ("severity_rules", "notes") else words)


def _state(part: ClausePart) -> State:
    if part.scenarios:
        return State.TESTED
    if part.not_testable:
        return State.NOT_TESTABLE
    return State.PENDING if part.pending else State.UNSTATED


def _scenario(policy: str, name: str) -> str:
    module, _, test = name.partition("::")
    return f"{_SCENARIOS / policy.replace('-', '_') / module}.py::{test}"


def _places(clause: ListedClause) -> str:
    return ", ".join(f"`{place}`" for place, _ in clause.places) or "–"


def _told(clause: ListedClause) -> str:
    if clause.state is State.TESTED:
        return "<br>".join(_linked(scenario) for scenario in clause.scenarios)
    return f"{clause.state.value}: {clause.why}" if clause.why else clause.state.value


def _linked(scenario: str) -> str:
    path, _, test = scenario.partition("::")
    return f"[{test}](../{path})"
