"""Who is told, compared: the ladder and the support levels."""

from __future__ import annotations

from collections.abc import Iterator

from chatdesk.core.policy import Ladder, Policy, Tier
from chatdesk.policy_diff.difference import Difference, Effect, added_and_removed, changed


def compare_ladders(old: Policy, new: Policy) -> Iterator[Difference]:
    was, now = old.ladder, new.ladder
    before, after = {tier.number: tier for tier in was.tiers}, {tier.number: tier for tier in now.tiers}
    names = [{str(number): f"tier {number}" for number in tiers} for tiers in (before, after)]
    yield from added_and_removed("ladder.tiers", "The", *names)
    for number, tier in after.items():
        if number in before:
            yield from _tier(before[number], tier)
    yield from changed("ladder.starts", "What starts the ladder", was.starts, now.starts)
    yield from changed("ladder.manual", "Severities whose tiers are proposed first", was.manual, now.manual)
    yield from changed(
        "ladder.last_tier",
        "How far a severity climbs",
        _by_severity(was.last_tier, "tier"),
        _by_severity(now.last_tier, "tier"),
    )
    yield from changed("ladder.on_outage", "An outage starts the ladder at once", was.on_outage, now.on_outage)
    yield from changed(
        "ladder.outage_raises_all", "An outage tells every tier at once", was.outage_raises_all, now.outage_raises_all
    )
    yield from changed("ladder", "The ladder is the house's own", was.is_house, now.is_house)
    yield from _words(was, now)
    yield from _levels(old, new)


def _tier(was: Tier, now: Tier) -> Iterator[Difference]:
    place, name = f"ladder.tiers.{now.number}", f"Tier {now.number}"
    yield from changed(place, f"{name}, the channel", was.channel, now.channel)
    yield from changed(place, f"{name}, who is told", was.roles, now.roles)
    yield from changed(place, f"{name}, the case's owner from then on", was.owner, now.owner)
    yield from changed(place, f"{name}, the clauses", was.clauses, now.clauses, Effect.WORDS)


def _words(was: Ladder, now: Ladder) -> Iterator[Difference]:
    yield from changed("ladder.clauses", "The ladder's clauses", was.clauses, now.clauses, Effect.WORDS)
    if was.readings != now.readings:
        yield Difference("ladder.readings", Effect.WORDS, "How the ladder is read is written otherwise.")


def _levels(old: Policy, new: Policy) -> Iterator[Difference]:
    before, after = [{level.number: level for level in policy.support_levels} for policy in (old, new)]
    names = [{str(n): level.label.in_language("en") for n, level in levels.items()} for levels in (before, after)]
    yield from added_and_removed("support_levels", "The support level", *names)
    for number, level in after.items():
        was = before.get(number)
        if was is None:
            continue
        place = f"support_levels.{number}"
        yield from changed(place, f"Level {number}, who takes over", was.roles, level.roles)
        yield from changed(place, f"Level {number}, its name", was.label, level.label, Effect.WORDS)
        yield from changed(place, f"Level {number}, the clauses", was.clauses, level.clauses, Effect.WORDS)
    for field, what in (
        ("first_level", "The level where a case begins"),
        ("level_on_outage", "The level that an outage goes to"),
        ("problem_level", "The level that a problem goes to"),
    ):
        yield from changed(field, what, getattr(old, field), getattr(new, field))
    yield from changed(
        "level_at_severity",
        "Levels that a severity goes to at once",
        _by_severity(old.level_at_severity, "level"),
        _by_severity(new.level_at_severity, "level"),
    )


def _by_severity(pairs: tuple[tuple[int, int], ...], what: str) -> str:
    return ", ".join(f"severity {severity} to {what} {number}" for severity, number in pairs)
