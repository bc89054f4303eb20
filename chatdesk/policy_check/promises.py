"""Targets: what is due when, beside each other and by themselves."""

from __future__ import annotations

from collections.abc import Iterator

from chatdesk.core.policy import Metric, Policy, SpanKind, Strength, Target
from chatdesk.policy_check.cases import CasesOf, cases_of
from chatdesk.policy_check.finding import Odd
from chatdesk.policy_check.samples import Samples
from chatdesk.policy_check.words import severities_words
from chatdesk.policy_files.schema import PolicyFile

# What one case lives through, in order; escalation and handoff are not promises to the customer.
_STEPS = (Metric.ACKNOWLEDGEMENT, Metric.FIRST_RESPONSE, Metric.ANALYSIS, Metric.WORKAROUND, Metric.RESOLUTION)
_IN_ORDER = (*((one, two) for at, one in enumerate(_STEPS) for two in _STEPS[at + 1 :]),)
_BY_SEVERITY = tuple(metric for metric in Metric if metric is not Metric.HANDOFF)
_IN_DAYS = (SpanKind.BUSINESS_DAYS, SpanKind.SAME_BUSINESS_DAY, SpanKind.CLOSE_OF_NEXT_BUSINESS_DAY)


def promises(file: PolicyFile, policy: Policy) -> Iterator[Odd]:
    """Everything odd about targets and plans."""
    samples = Samples(policy)
    cases = cases_of(policy)
    yield from _hidden(policy, cases)
    yield from _later_when_worse(cases, samples)
    yield from _out_of_order(cases, samples)
    yield from _without_quantity(file, policy)
    yield from _two_units(policy)
    for target in policy.targets:
        yield from _unreachable(target, samples)
    yield from _plans(file, policy)


def _hidden(policy: Policy, cases: CasesOf) -> Iterator[Odd]:
    running = {target.id for chosen in cases.values() for target in chosen.values()}
    for target in policy.targets:
        if target.id not in running:
            yield Odd(
                "E-HIDDEN",
                _where(target),
                f"'{target.id}' never runs: targets of the same metric that stand before it cover all its cases.",
                "Put the narrower target first, or take this one out.",
                target.clauses,
            )


def _later_when_worse(cases: CasesOf, samples: Samples) -> Iterator[Odd]:
    found: dict[str, tuple[Target, Target, set[int], set[int]]] = {}
    numbers = sorted({severity for severity, _, _ in cases if severity is not None})
    for (severity, plan, kind), chosen in cases.items():
        for milder in numbers:
            if severity is None or milder <= severity:
                continue
            for metric in _BY_SEVERITY:
                worse_one, milder_one = chosen.get(metric), cases[milder, plan, kind].get(metric)
                if worse_one is None or milder_one is None or worse_one.is_house or milder_one.is_house:
                    continue
                if samples.later_at(worse_one, milder_one) is not None:
                    _, _, whose, than = found.setdefault(worse_one.id, (worse_one, milder_one, set(), set()))
                    whose.add(severity)
                    than.add(milder)
    for worse_one, milder_one, whose, than in found.values():
        example = samples.example(worse_one, milder_one)
        yield Odd(
            "E-MONO",
            _where(worse_one),
            f"'{worse_one.id}' leaves {severities_words(whose)} more time than the milder {severities_words(than)}: "
            f"{example}.",
            "Give the worse severity the shorter time, or waive this with the reading that you take.",
            worse_one.clauses,
        )


def _out_of_order(cases: CasesOf, samples: Samples) -> Iterator[Odd]:
    found: dict[str, tuple[Target, Target, set[int]]] = {}
    for (severity, _, _), chosen in cases.items():
        for first, second in (*_IN_ORDER, (Metric.ACKNOWLEDGEMENT, Metric.ESCALATION)):
            earlier, later = chosen.get(first), chosen.get(second)
            if earlier is None or later is None or earlier.is_house or later.is_house:
                continue
            if samples.later_at(earlier, later) is not None:
                found.setdefault(earlier.id, (earlier, later, set()))[2].add(severity or 0)
    for earlier, later, whose in found.values():
        at = f" for {severities_words(whose)}" if 0 not in whose else ""
        yield Odd(
            "E-ROW",
            _where(earlier),
            f"'{earlier.id}' is an earlier step than '{later.id}' and due after it{at}: "
            f"{samples.example(earlier, later)}.",
            "Give the earlier step the shorter time, or waive this with the reading that you take.",
            earlier.clauses,
        )


def _without_quantity(file: PolicyFile, policy: Policy) -> Iterator[Odd]:
    # Where a table is missing, a note says so, and the missing figure is told once.
    told = {clause for note in file.notes if note.code in ("E-REF", "E-TABLE") for clause in note.clauses}
    for target in policy.targets:
        left = tuple(clause for clause in target.clauses if clause not in told)
        is_vague = target.within.kind is SpanKind.BEST_EFFORT or target.strength is Strength.BEST_EFFORT
        if is_vague and not target.is_house and (left or not target.clauses):
            yield Odd(
                "W-UNQ",
                (*_where(target), "within"),
                f"'{target.id}' is promised without a quantity, so nothing is ever due.",
                "Agree on a figure with the provider, or waive this and let what it took be measured.",
                left,
                named=f"targets.{target.id}",
            )


def _two_units(policy: Policy) -> Iterator[Odd]:
    for target in policy.targets:
        latest = target.within.at_latest
        if latest is not None and (target.within.kind in _IN_DAYS) != (latest.kind in _IN_DAYS):
            yield Odd(
                "W-UNIT",
                (*_where(target), "at_latest"),
                f"'{target.id}' is given in hours and in days, which agree only while a day keeps its length.",
                "Keep one of the two, or waive this with the reading that you take.",
                target.clauses,
                named=f"targets.{target.id}",
            )


def _unreachable(target: Target, samples: Samples) -> Iterator[Odd]:
    if not target.within.has_due_time:
        return
    within = (*_where(target), "within")
    if samples.dues(target) is None:
        yield Odd(
            "E-NEVER",
            within,
            f"'{target.id}' can never be met or missed: its hours '{target.hours}' do not hold that much time.",
            "Give the hours more days, or the target a shorter time.",
            target.clauses,
            named=f"targets.{target.id}",
        )
        return
    if target.within.at_latest is not None and samples.is_always_cut(target):
        yield Odd(
            "E-NEVER",
            within,
            f"The 'within:' of '{target.id}' can never be used up inside its hours: 'at_latest:' always ends first.",
            "Keep only the time of 'at_latest:', or correct one of the two.",
            target.clauses,
            named=f"targets.{target.id}",
        )
    if samples.is_years_away(target):
        yield Odd(
            "W-LONG",
            within,
            f"'{target.id}' is due more than a year after a report.",
            "Look at the number and its unit again, or waive this.",
            target.clauses,
            named=f"targets.{target.id}",
        )
    at = samples.warned_too_late_at(target)
    if at is not None:
        yield Odd(
            "E-WARN",
            within,
            f"A warning of '{target.id}' may come when it is due or later, as for a report on {at}.",
            "Count it in one unit only, or give it more time.",
            target.clauses,
            named=f"targets.{target.id}",
        )


def _plans(file: PolicyFile, policy: Policy) -> Iterator[Odd]:
    noted = {clause for note in file.notes if note.code == "E-TABLE" for clause in note.clauses}
    for plan in policy.plans:
        own = [target for target in policy.targets if plan.key in target.plans]
        reached = [target for target in policy.targets if not target.plans or plan.key in target.plans]
        lacks = not reached or (own and all(any(a.key.endswith(".table") for a in t.assumed) for t in own))
        if lacks and noted.isdisjoint(plan.clauses):
            yield Odd(
                "E-TABLE",
                ("plans", plan.key),
                f"The plan '{plan.key}' has no times of its own.",
                f"Write its targets with 'plans: [{plan.key}]', or say in 'notes:' that its table is missing.",
                plan.clauses,
            )


def _where(target: Target) -> tuple[str | int, ...]:
    return ("targets", target.id)
