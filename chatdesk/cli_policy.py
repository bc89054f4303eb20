"""`chatdesk policy …`: what a policy file promises, without a case."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Annotated, NoReturn

import typer

from chatdesk.cli_policy_apply import apply_policy
from chatdesk.cli_policy_check import check_policies, list_clauses
from chatdesk.cli_policy_diff import diff_policies
from chatdesk.cli_policy_list import list_policies
from chatdesk.cli_policy_new import Asking, new_policy
from chatdesk.cli_policy_simulate import simulate_policy
from chatdesk.core.policy import Kind, Policy
from chatdesk.explain import explain
from chatdesk.explain.page import print_explanation
from chatdesk.explain.plain import plain_explanation
from chatdesk.explain.short import short_lines
from chatdesk.policy_files import PolicyError, find_policy, read_policy
from chatdesk.policy_files.findings import did_you_mean

# "1", "P1", "sev 1", "Level 1", "nivel 1".
_NUMBERED = re.compile(r"(?:[ps]|sev|severity|severidad|level|nivel)?\s*0*([0-9]{1,3})")

policy_commands = typer.Typer(no_args_is_help=True, help="Read and explain support policies.")


@policy_commands.callback()
def policy() -> None:
    """Read and explain support policies."""


policy_commands.command("check")(check_policies)
policy_commands.command("list")(list_policies)
policy_commands.command("clauses")(list_clauses)
policy_commands.command("new", cls=Asking)(new_policy)
policy_commands.command("simulate")(simulate_policy)
policy_commands.command("diff")(diff_policies)
policy_commands.command("apply")(apply_policy)


@policy_commands.command("explain")
def explain_policy(
    policy_name: Annotated[str, typer.Argument(metavar="POLICY", help="A shipped policy's name, or a path.")],
    at: Annotated[
        str, typer.Option("--at", help="When the case is reported: ISO 8601 with an offset; without it, now.")
    ] = "",
    severity: Annotated[
        str | None, typer.Option("--severity", help="One severity, by number or name; without it, every one.")
    ] = None,
    plan: Annotated[str | None, typer.Option("--plan", help="The customer's plan; without it, the default.")] = None,
    kind: Annotated[str, typer.Option("--kind", help="The kind of case.")] = Kind.INCIDENT.value,
    as_json: Annotated[bool, typer.Option("--json", help="Everything, as one JSON object.")] = False,
    in_full: Annotated[bool, typer.Option("--full", help="A page with every step instead of a few lines.")] = False,
) -> None:
    """Say in at most twelve lines when each promise of a case falls due, and how that comes about."""
    found = _policy(policy_name)
    reported_at = _moment(at)
    severities = _severities(found, severity)
    try:
        explanation = explain(found, reported_at, severities, _plan(found, plan), _kind(kind))
    except (ValueError, OverflowError) as error:
        # Years far from ours, where zone rules are guesses.
        _refuse(f"--at {at}: {error}")
    if as_json:
        typer.echo(json.dumps(plain_explanation(explanation), ensure_ascii=False, indent=2))
    elif in_full:
        print_explanation(explanation)
    else:
        for line in short_lines(explanation):
            typer.echo(line)


def _policy(name: str) -> Policy:
    try:
        return read_policy(find_policy(name))
    except FileNotFoundError as error:
        _refuse(str(error))
    except PolicyError as error:
        _refuse(str(error))


def _moment(text: str) -> datetime:
    if not text:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        _refuse(f"--at '{text}' is no ISO 8601 moment; write it like 2026-03-06T14:20-05:00")
    if at.utcoffset() is None:
        _refuse(f"--at '{text}' has no offset; say which clock it is on, as in 2026-03-06T14:20-05:00")
    return at


def _severities(policy: Policy, asked: str | None) -> list[int | None]:
    numbers = [step.number for step in policy.severities]
    if asked is None:
        return [*numbers] or [None]
    if not numbers:
        _refuse(f"--severity {asked}: this policy has no severities; leave the option out")
    named = _named(policy, asked)
    if named is None:
        _refuse(f"--severity {asked} is unknown; {did_you_mean(asked, numbers)}")
    return [named]


def _named(policy: Policy, asked: str) -> int | None:
    """The severity of this number ("1", "P1", "sev 1"), of this label in any language, or of a whole part of one."""
    words = asked.strip().casefold()
    number = _NUMBERED.fullmatch(words)
    for step in policy.severities:
        labels = [label.casefold() for _, label in step.label.texts]
        parts = {part.strip() for label in labels for part in label.split("·")}
        if words in labels or words in parts or (number and int(number[1]) == step.number):
            return step.number
    return None


def _plan(policy: Policy, asked: str | None) -> str | None:
    if asked is None:
        return policy.default_plan
    names = [plan.key for plan in policy.plans]
    if not names:
        _refuse(f"--plan {asked}: this policy has no plans; leave the option out")
    if asked not in names:
        _refuse(f"--plan '{asked}' is unknown; {did_you_mean(asked, names)}")
    return asked


def _kind(asked: str) -> Kind:
    try:
        return Kind(asked)
    except ValueError:
        _refuse(f"--kind '{asked}' is unknown; {did_you_mean(asked, list(Kind))}")


def _refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(2)
