"""Roles, tiers and support levels: who is told, and whether that leads anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from chatdesk.core.directory import Customer, Directory
from chatdesk.core.policy import Metric, Policy, Target
from chatdesk.policy_check.finding import Odd
from chatdesk.policy_check.words import listed
from chatdesk.policy_files.schema import PolicyFile

# A case has these by itself; no directory fills them.
_OF_THE_CASE = ("owner", "requester", "customer")


def roles_and_tiers(file: PolicyFile, policy: Policy) -> Iterator[Odd]:
    """What the policy alone tells: roles that nothing names, a climb or a handoff that comes back."""
    used = {role for level in policy.support_levels for role in level.roles}
    used |= {reason.team for reason in policy.reasons if reason.team}
    for tier in policy.ladder.tiers:
        used |= {*tier.roles, tier.owner or ""}
    for role in file.roles:
        if role not in used:
            yield Odd(
                "W-UNUSED",
                ("roles", role),
                f"The role '{role}' is declared, and no tier, support level or reason names it.",
                "Name it where its people should be told, or take it out.",
            )
    if not policy.ladder.is_house:
        yield from _tiers(policy)
    for target in policy.targets:
        if target.metric is Metric.HANDOFF:
            yield from _handoff(policy, target)


def reaching(policy: Policy, directory: Directory) -> Iterator[Odd]:
    """What a directory adds: roles that nobody fills, tiers and levels at which nobody is reached."""
    customers = [customer for customer in directory.customers if customer.policy == policy.name]
    channels = {name for name, _ in (*directory.channels, *directory.pagers)}
    empty: dict[str, list[str]] = {}
    for tier in policy.ladder.tiers:
        roles = [*tier.roles, *([tier.owner] if tier.owner else [])]
        for role in roles:
            empty[role] = _without(role, directory, customers)
        unreached = _unreached(tier.roles, empty)
        if tier.channel not in channels and unreached:
            yield Odd(
                "E-NOBODY",
                ("ladder", "tiers", tier.number),
                f"At tier {tier.number} nobody can be reached{_for(unreached)}.",
                "Give the tier a 'channel:', or fill one of its roles in the directory.",
                tier.clauses,
            )
    for level in policy.support_levels:
        if level.number not in _worked_levels(policy) or not level.roles:
            continue
        for role in level.roles:
            empty[role] = _without(role, directory, customers)
        unreached = _unreached(level.roles, empty)
        if unreached:
            yield Odd(
                "E-NOBODY",
                ("support_levels", level.number),
                f"At support level {level.number} nobody can be reached{_for(unreached)}.",
                "Fill one of its roles in the directory.",
                level.clauses,
            )
    for team in {reason.team for reason in policy.reasons if reason.team}:
        empty[team] = _without(team, directory, customers)
    for role, whose in empty.items():
        if whose:
            yield Odd(
                "W-EMPTY",
                ("roles", role),
                f"Nobody fills the role '{role}'{_for(whose)}.",
                "Fill it in the directory, or waive this if it may be skipped.",
            )


def _tiers(policy: Policy) -> Iterator[Odd]:
    told: set[str] = set()
    for tier in policy.ladder.tiers:
        now = {*tier.roles, *([f"#{tier.channel}"] if tier.channel else [])}
        if told and now <= told:
            yield Odd(
                "E-CYCLE",
                ("ladder", "tiers", tier.number),
                f"Tier {tier.number} tells only whom earlier tiers have told already, so the climb goes in a circle.",
                "Name somebody new at this tier, or take it out.",
                tier.clauses,
            )
        told |= now


def _handoff(policy: Policy, target: Target) -> Iterator[Odd]:
    starts = dict(policy.level_at_severity)
    numbers: list[int | None] = [*target.severities] or [step.number for step in policy.severities] or [None]
    begun = [starts.get(number or 0, policy.first_level or 1) for number in numbers]
    if target.to_level is not None and all(target.to_level <= level for level in begun):
        yield Odd(
            "E-CYCLE",
            ("targets", target.id, "to_level"),
            f"'{target.id}' hands over to level {target.to_level}, where its cases are already or come from.",
            "Name a deeper level.",
            target.clauses,
            named=f"targets.{target.id}",
        )


def _worked_levels(policy: Policy) -> set[int]:
    """The levels that a case can come to."""
    found = {
        policy.first_level,
        policy.level_on_outage,
        policy.problem_level,
        *(number for _, number in policy.level_at_severity),
    }
    found |= {target.to_level for target in policy.targets}
    return {number for number in found if number is not None}


def _without(role: str, directory: Directory, customers: Sequence[Customer]) -> list[str]:
    """The customers for whom nobody fills a role; "everybody" where no customer has the policy."""
    if role in _OF_THE_CASE or dict(directory.roles).get(role):
        return []
    if not customers:
        return ["everybody"]
    return [customer.name for customer in customers if not dict(customer.roles).get(role)]


def _unreached(roles: Sequence[str], empty: dict[str, list[str]]) -> list[str]:
    """Those for whom every one of the roles is empty."""
    if not roles:
        return ["everybody"]
    missing = [set(empty[role]) for role in roles]
    return sorted(set.intersection(*missing))


def _for(whose: list[str]) -> str:
    return "" if whose == ["everybody"] else f" for {listed(whose)}"
