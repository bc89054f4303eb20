"""The whole comparison, the promises first. Nothing that differs is left out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from chatdesk.core.policy import HouseValues, Policy, Span
from chatdesk.policy_diff.difference import Difference, Effect, added_and_removed, changed, plain
from chatdesk.policy_diff.hours import compare_hours
from chatdesk.policy_diff.ladders import compare_ladders
from chatdesk.policy_diff.targets import compare_targets
from chatdesk.policy_files import span_words

__all__ = ["Difference", "Effect", "compare"]

# Plain values of the policy as a whole, by the key of the file that sets them.
_RULES = {
    "unset_severity": "The severity while nobody has said one",
    "outage_answers": "Answers that say the system is down",
    "reason_is_required": "Must a reason be chosen",
    "default_plan": "The plan of who bought no other",
    "pauses_for": "Waiting that pauses the clocks",
    "severity_counts_from_change": "After a change of severity, time counts from that change",
    "reopens": "A case can be reopened",
    "closing": "Who may close a resolved case",
    "changes_walk_steps": "Change requests go step by step",
    "only_representatives_report": "Only representatives may report",
    "language": "The policy's language",
}
_TOLD_ELSEWHERE = {
    "version", "calendars", "main_hours", "targets", "ladder", "support_levels", "first_level", "level_at_severity",
    "level_on_outage", "problem_level", "severities", "reasons", "plans", "roles", "house", "name",
}  # fmt: skip


def compare(old: Policy, new: Policy) -> tuple[Difference, ...]:
    """All that is not the same, empty for two policies that say the same. Their names and versions do not count."""
    return tuple(_differences(old, new))


def _differences(old: Policy, new: Policy) -> Iterator[Difference]:
    yield from compare_targets(old, new)
    yield from compare_hours(old, new)
    yield from _house(old.house, new.house)
    yield from compare_ladders(old, new)
    yield from _severities(old, new)
    yield from _named(old, new)
    for key, what in _RULES.items():
        yield from changed(key, what, getattr(old, key), getattr(new, key))
    yield from _uptime(old, new)
    yield from _rest(old, new)


def _house(old: HouseValues, new: HouseValues) -> Iterator[Difference]:
    for field in fields(HouseValues):
        was, now = getattr(old, field.name), getattr(new, field.name)
        told = [span_words(one) if isinstance(one, Span) else "/".join(map(str, one)) for one in (was, now)]
        if was != now:
            yield from changed(f"house.{field.name}", f"House value {field.name.replace('_', ' ')}", told[0], told[1])


def _severities(old: Policy, new: Policy) -> Iterator[Difference]:
    names = [{str(one.number): one.label.in_language("en") for one in policy.severities} for policy in (old, new)]
    yield from added_and_removed("severities", "The severity", *names)
    for step in new.severities:
        was = old.severity(step.number)
        if was is None or was == step:
            continue
        place, label = f"severities.{step.number}", step.label.in_language("en")
        yield from changed(place, f"Severity {step.number}, its name", was.label, step.label, Effect.WORDS)
        if was.definition != step.definition:
            yield Difference(
                place,
                Effect.CHANGED,
                f"When a case is “{label}” is defined otherwise.",
                plain(was.definition),
                plain(step.definition),
                (step.number,),
            )
        yield from changed(place, f"Severity {step.number}, the clauses", was.clauses, step.clauses, Effect.WORDS)


def _named(old: Policy, new: Policy) -> Iterator[Difference]:
    for place, what in (("reasons", "The reason"), ("plans", "The plan"), ("roles", "The role")):
        before, after = [{one.key: one for one in getattr(policy, place)} for policy in (old, new)]
        names = [{key: plain(one.label) for key, one in each.items()} for each in (before, after)]
        yield from added_and_removed(place, what, *names)
        for key, one in after.items():
            was = before.get(key)
            if was is None or was == one:
                continue
            if getattr(was, "kind", None) != getattr(one, "kind", None):
                yield from changed(f"{place}.{key}", f"{what} {key}, the kind of case", was.kind, one.kind)
            else:
                yield Difference(f"{place}.{key}", Effect.WORDS, f"{what} “{plain(one.label)}” is written otherwise.")


def _uptime(old: Policy, new: Policy) -> Iterator[Difference]:
    def told(policy: Policy) -> str:
        promise = policy.uptime
        if promise is None:
            return ""
        part, whole = promise.over
        window = f"{_wall(promise.opens)}-{_wall(promise.closes)} {promise.zone}"
        return f"more than {100 * part / whole:g} % of {window}{_clauses(promise.clauses)}"

    yield from changed("uptime", "The uptime", told(old), told(new))


def _rest(old: Policy, new: Policy) -> Iterator[Difference]:
    """What is compared in no words of its own is at least said to differ."""
    for field in fields(Policy):
        if not field.init or field.name in _TOLD_ELSEWHERE or field.name in _RULES or field.name == "uptime":
            continue
        was, now = getattr(old, field.name), getattr(new, field.name)
        if was != now:
            binds = field.name in ("questions", "severity_rules", "correction_means", "correction_sites")
            what = field.name.replace("_", " ").capitalize()
            says = f"{what}: {'not the same' if binds else 'written otherwise'}."
            yield Difference(field.name, Effect.CHANGED if binds else Effect.WORDS, says)


def _clauses(clauses: tuple[str, ...]) -> str:
    return f" ({', '.join(clauses)})" if clauses else ""


def _wall(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}"
