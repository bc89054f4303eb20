"""Promises compared by their ids, and told for each severity."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from chatdesk.core.policy import Policy, Span, SpanKind, Strength, Target
from chatdesk.policy_diff.difference import Difference, Effect, plain
from chatdesk.policy_files import span_words

_STRENGTHS = {
    Strength.PROMISE: "a promise",
    Strength.GOAL: "a goal",
    Strength.BEST_EFFORT: "best effort",
    Strength.AGREED: "as agreed",
}
# From the one that binds least to the one that binds most.
_BINDS = (Strength.BEST_EFFORT, Strength.AGREED, Strength.GOAL, Strength.PROMISE)


def compare_targets(old: Policy, new: Policy) -> Iterator[Difference]:
    before = {target.id: target for target in old.targets}
    after = {target.id: target for target in new.targets}
    for target in old.targets:
        if target.id not in after:
            says = f"{_name(old, target)}: {span_words(target.within)} is no longer promised."
            yield Difference(_place(target), Effect.REMOVED, says, span_words(target.within), "", target.severities)
    for target in new.targets:
        was = before.get(target.id)
        if was is None:
            says = f"{_name(new, target)}: {span_words(target.within)} ({_STRENGTHS[target.strength]}) is new."
            yield Difference(_place(target), Effect.ADDED, says, "", span_words(target.within), target.severities)
        elif was != target:
            yield from _changes(old, new, was, target)
    kept_old = [target.id for target in old.targets if target.id in after]
    kept_new = [target.id for target in new.targets if target.id in before]
    if kept_old != kept_new:
        says = "The order of the promises changes: of several that cover a case, the first wins."
        yield Difference("targets", Effect.CHANGED, says, plain(tuple(kept_old)), plain(tuple(kept_new)))


def _changes(old: Policy, new: Policy, was: Target, now: Target) -> Iterator[Difference]:
    place, name = _place(now), _name(new, now)

    def said(what: str, before: str, after: str, effect: Effect = Effect.CHANGED) -> Difference:
        says = f"{name}: {what}{before or 'nothing'} becomes {after or 'nothing'}."
        return Difference(place, effect, says, before, after, now.severities)

    if was.metric is not now.metric:
        yield said("what it measures, ", plain(was.metric), plain(now.metric))
    if was.within != now.within:
        yield said("", span_words(was.within), span_words(now.within), _of_spans(was.within, now.within))
    if was.hours != now.hours:
        yield said("its hours, ", was.hours, now.hours)
    if was.strength is not now.strength:
        effect = Effect.TIGHTER if _BINDS.index(now.strength) > _BINDS.index(was.strength) else Effect.LOOSER
        yield said("", _STRENGTHS[was.strength], _STRENGTHS[now.strength], effect)
    if was.severities != now.severities:
        yield said("the severities it covers, ", _numbers(was) or "any", _numbers(now) or "any")
    if was.kinds != now.kinds:
        yield said("the kinds it covers, ", plain(was.kinds) or "any", plain(now.kinds) or "any")
    if was.plans != now.plans:
        yield said("the plans it covers, ", plain(was.plans) or "any", plain(now.plans) or "any")
    if was.recurs is not now.recurs:
        yield said("does it recur, ", plain(was.recurs), plain(now.recurs))
    if was.to_level != now.to_level:
        yield said("the support level that takes over, ", plain(was.to_level), plain(now.to_level))
    if was.is_house is not now.is_house:
        yield said("is it a house value, ", plain(was.is_house), plain(now.is_house))
    if was.clauses != now.clauses:
        yield said("its clauses, ", plain(was.clauses), plain(now.clauses), Effect.WORDS)
    if (was.assumed, was.readings) != (now.assumed, now.readings):
        says = f"{name}: what is assumed or how it is read is written otherwise."
        yield Difference(place, Effect.WORDS, says, severities=now.severities)


def _of_spans(was: Span, now: Span) -> Effect:
    """Only lengths in one measure compare; everything else about the spans must be the same."""
    if replace(was, seconds=0, days=0) == replace(now, seconds=0, days=0):
        is_shorter = (now.seconds, now.days) < (was.seconds, was.days)
        return Effect.TIGHTER if is_shorter else Effect.LOOSER
    if was.kind is SpanKind.BEST_EFFORT or now.kind is SpanKind.BEST_EFFORT:
        return Effect.TIGHTER if was.kind is SpanKind.BEST_EFFORT else Effect.LOOSER
    return Effect.CHANGED


def _place(target: Target) -> str:
    return f"targets.{target.id}"


def _name(policy: Policy, target: Target) -> str:
    """The promise by its id, and the severities, kinds and plans that it is for."""
    steps = [policy.severity(number) for number in target.severities]
    covered = [step.label.in_language("en") for step in steps if step is not None]
    covered += [kind.value.replace("_", " ") for kind in target.kinds] + list(target.plans)
    metric = target.metric.value.replace("_", " ")
    return f"{target.id} ({metric}, {'; '.join(covered) if covered else 'every case'})"


def _numbers(target: Target) -> str:
    return ", ".join(str(number) for number in target.severities)
