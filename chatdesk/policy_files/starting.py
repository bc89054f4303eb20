"""A first policy file from a handful of answers, with comments that say how to go on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

from chatdesk.core.policy import SpanKind
from chatdesk.policy_files.spans import span_of

SCHEMA_NAME = "policy.schema.json"

_WORDS = {
    "en": {
        "ask": "How bad is it?",
        "hours": "Opening hours",
        "severities": "Severities",
        "reply": "First replies",
        "fix": "Resolutions",
        "none": "The contract names no holidays.",
        "unmeasured": "The contract gives no figure; what it took is measured.",
    },
    "es": {
        "ask": "¿Qué tan grave es?",
        "hours": "Horario de atención",
        "severities": "Gravedades",
        "reply": "Primeras respuestas",
        "fix": "Soluciones",
        "none": "El contrato no menciona feriados.",
        "unmeasured": "El contrato no da ninguna cifra; se mide lo que tardó.",
    },
}


@dataclass(frozen=True)
class Step:
    """A severity and its two promises, as spans in words."""

    label: str
    definition: str
    reply: str
    fix: str


@dataclass(frozen=True)
class Start:
    """What `policy new` asks. `country` is None where there are no holidays; `steps` come with the worst first."""

    title: str
    language: str
    zone: str
    days: str
    hours: str
    country: str | None
    steps: tuple[Step, ...]
    name: str


def first_file(start: Start, today: date) -> str:
    """The text of a policy file. What its answers make odd by choice is waived by `name` on `today`."""
    words = _WORDS[start.language]
    parts = [_head(start), _hours(start), _severities(start, words), _targets(start), _ladder(), _house(start)]
    parts.append(_clauses(words))
    waivers = _waivers(start, words, today)
    return "\n".join([*parts, *([waivers] if waivers else [])])


def _head(start: Start) -> str:
    return f"""\
# yaml-language-server: $schema={SCHEMA_NAME}
#
# What one support provider promises. chatdesk's docs/policies.md tells what every key means.
# After each change: chatdesk policy check THIS-FILE

title: {_text(start.title)}
language: {start.language}
"""


def _hours(start: Start) -> str:
    country = f"\n      country: {start.country}" if start.country else " none"
    return f"""\
# When the desk is open, on the clock of this city. A report outside these hours counts from the next opening.
business_hours:
  office:
    zone: {start.zone}
    week:
      {start.days}: "{start.hours}"
    holidays:{country}
    clauses: [C-1]
"""


def _severities(start: Start, words: dict[str, str]) -> str:
    steps = "".join(
        f"  {n}:\n    label: {_text(step.label)}\n    definition: {_text(step.definition)}\n    clauses: [C-2]\n"
        for n, step in enumerate(start.steps, 1)
    )
    answers = "".join(f"      level-{n}: {_text(step.label)}\n" for n, step in enumerate(start.steps, 1))
    rules = "".join(f"  - {{when: {{impact: level-{n}}}, severity: {n}}}\n" for n in range(1, len(start.steps) + 1))
    return f"""\
# How bad it can be, 1 the worst.
severities:
{steps}
# What the person who reports is asked, and which answer leads where. Better than asking for the severity
# itself is asking for facts: who is affected, is there a workaround?
questions:
  impact:
    ask: {_text(words["ask"])}
    answers:
{answers}
severity_rules:
{rules}"""


def _targets(start: Start) -> str:
    told = "".join(
        f"""\
  {name}-{n}:
    metric: {metric}
    severities: [{n}]
    within: {within}
    clauses: [{clause}]
"""
        for name, metric, clause in (("reply", "first_response", "C-3"), ("fix", "resolution", "C-4"))
        for n, within in enumerate(((s.reply if name == "reply" else s.fix) for s in start.steps), 1)
    )
    return f"""\
# What is promised. "business hours" and "business days" count only while the desk is open, "hours" always.
# An aim instead of a promise: strength: goal. What the contract can be read as in two ways: readings.
targets:
{told}"""


def _ladder() -> str:
    return """\
# Who is told when a time runs out. Without a ladder of its own the policy has the house's: the owner and
# on-call first, then the director, then the vice presidents.
# ladder:
#   starts_on: [first_response, resolution]
#   tiers:
#     1: {channel: on_call, roles: [owner]}
#     2: {channel: director, roles: [director]}
"""


def _house(start: Start) -> str:
    return f"""\
# Numbers of your own, never shown as a promise. Until somebody has said how bad it is, a case runs as this severity.
house:
  unset_severity: {len(start.steps)}
"""


def _clauses(words: dict[str, str]) -> str:
    return f"""\
# The contract's clauses by the ids used above. Put its own numbers in their place.
clauses:
  C-1: {{says: {_text(words["hours"])}}}
  C-2: {{says: {_text(words["severities"])}}}
  C-3: {{says: {_text(words["reply"])}}}
  C-4: {{says: {_text(words["fix"])}}}
"""


def _waivers(start: Start, words: dict[str, str], today: date) -> str:
    odd: list[tuple[str, list[str], str]] = []
    if start.country is None:
        odd.append(("W-HOL", ["business_hours.office.holidays"], words["none"]))
    vague = [
        f"targets.{name}-{n}"
        for n, step in enumerate(start.steps, 1)
        for name, within in (("reply", step.reply), ("fix", step.fix))
        if span_of(within).kind is SpanKind.BEST_EFFORT
    ]
    if vague:
        odd.append(("W-UNQ", vague, words["unmeasured"]))
    if not odd:
        return ""
    told = "".join(
        f"  - code: {code}\n    where: [{', '.join(places)}]\n    name: {_text(start.name)}\n    on: {today}\n"
        f"    reason: {_text(reason)}\n"
        for code, places, reason in odd
    )
    return f"# What `chatdesk policy check` finds and may stay as it is, and why.\nwaivers:\n{told}"


def _text(text: str) -> str:
    """As YAML in double quotes; JSON's are the same."""
    return json.dumps(text, ensure_ascii=False)
