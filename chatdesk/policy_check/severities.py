"""Which answers lead to which severity: what is covered by none, by two, or by nobody's rule."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from math import prod

from chatdesk.core.policy import Policy, SeverityRule
from chatdesk.policy_check.finding import Odd
from chatdesk.policy_check.words import listed

_MOST = 20_000
_MOST_FITS = 1_000_000
_SHOWN = 3

Answers = tuple[tuple[str, str], ...]


def severities(policy: Policy) -> Iterator[Odd]:
    """Every combination of answers, by the rules in their order."""
    yield from _unused_questions(policy)
    if not policy.severity_rules:
        return
    asked = {key for rule in policy.severity_rules for key, _ in rule.answers}
    questions = [question for question in policy.questions if question.key in asked]
    number = prod(len(question.choices) for question in questions)
    if number > _MOST or number * len(policy.severity_rules) > _MOST_FITS:
        yield Odd(
            "W-MANY",
            ("questions",),
            f"The answers can be combined in {number} ways over {len(policy.severity_rules)} rules, too many to check.",
            "Ask fewer questions, give fewer answers to choose from, or write fewer rules.",
        )
        return
    fits = [
        (answers, [at for at, rule in enumerate(policy.severity_rules) if _fits(rule, answers)])
        for answers in product(
            *([(question.key, choice.value) for choice in question.choices] for question in questions)
        )
    ]
    yield from _gaps(policy, fits)
    yield from _overlaps(policy, fits)
    yield from _unreached(policy, {fitting[0] for _, fitting in fits if fitting})


def _gaps(policy: Policy, fits: list[tuple[Answers, list[int]]]) -> Iterator[Odd]:
    rules = policy.severity_rules
    read = [at for at, rule in enumerate(rules) if rule.is_reading]
    if read:
        clauses = dict.fromkeys(clause for at in read for clause in rules[at].clauses)
        told = "; ".join(_when(rules[at].answers) for at in read)
        yield Odd(
            "E-GAP",
            ("severity_rules", read[0]),
            f"No severity of the source covers these answers, and a reading fills them in: {told}.",
            "Ask the provider what they are, or waive this with the readings taken.",
            tuple(clauses),
            named="severity_rules",
        )
    open_ones = [answers for answers, fitting in fits if not fitting]
    if open_ones:
        more = f" and {len(open_ones) - _SHOWN} more" if len(open_ones) > _SHOWN else ""
        told = "; ".join(" with ".join(f"{key} {value}" for key, value in one) for one in open_ones[:_SHOWN])
        yield Odd(
            "E-GAP",
            ("questions",),
            f"No rule gives a severity to these answers: {told}{more}.",
            "Add a rule for them under 'severity_rules:', with 'reading:' where the contract does not say.",
        )


def _overlaps(policy: Policy, fits: list[tuple[Answers, list[int]]]) -> Iterator[Odd]:
    # The worse first is the rule that everybody expects: the worst that fits. A reading fills what is left.
    rules = policy.severity_rules
    seen: dict[tuple[int, int], Answers] = {}
    for answers, fitting in fits:
        if not fitting or rules[fitting[0]].is_reading:
            continue
        for later in fitting[1:]:
            if rules[later].severity < rules[fitting[0]].severity and not rules[later].is_reading:
                seen.setdefault((fitting[0], later), answers)
    for (first, later), answers in seen.items():
        told = ", ".join(f"{key} {value}" for key, value in answers)
        yield Odd(
            "E-OVERLAP",
            ("severity_rules", first),
            f"Severities {rules[later].severity} and {rules[first].severity} both fit some answers ({told}), and the "
            "milder wins because its rule stands first.",
            f"Put the rule for severity {rules[later].severity} first, or narrow one of the two.",
            tuple(dict.fromkeys((*rules[first].clauses, *rules[later].clauses))),
        )


def _unreached(policy: Policy, reached: set[int]) -> Iterator[Odd]:
    for at, rule in enumerate(policy.severity_rules):
        if at not in reached:
            yield Odd(
                "E-UNREACHED",
                ("severity_rules", at),
                f"This rule never decides: whoever answers {_when(rule.answers)} fits an earlier one.",
                "Move it up, or take it out.",
                rule.clauses,
            )
    given = {policy.severity_rules[at].severity for at in reached}
    for step in policy.severities:
        if step.number not in given:
            yield Odd(
                "E-UNREACHED",
                ("severities", step.number),
                f"No answers lead to severity {step.number}.",
                "Add a rule for it under 'severity_rules:'.",
                step.clauses,
            )


def _unused_questions(policy: Policy) -> Iterator[Odd]:
    used = {key for rule in policy.severity_rules for key, _ in rule.answers}
    used |= {key for key, _ in policy.outage_answers}
    for question in policy.questions:
        if question.key not in used:
            yield Odd(
                "W-UNUSED",
                ("questions", question.key),
                f"The question '{question.key}' is asked, and its answer decides nothing.",
                "Use it in 'severity_rules:' or 'outage_when:', or take it out.",
            )


def _fits(rule: SeverityRule, answers: Answers) -> bool:
    given = dict(answers)
    return all(given.get(key) in values for key, values in rule.answers)


def _when(answers: tuple[tuple[str, tuple[str, ...]], ...]) -> str:
    return " with ".join(f"{key} {listed(values, 'or')}" for key, values in answers)
