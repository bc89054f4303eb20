"""`chatdesk policy diff`: what one policy promises otherwise than another, and which open cases feel it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import Annotated, Any, NoReturn

import typer

from chatdesk.core.policy import Policy
from chatdesk.policy_diff import Difference, Effect, compare
from chatdesk.policy_files import PolicyError, find_policy, read_policy
from chatdesk.simulation.labels import plural

_REFUSED = 2
_WIDTH = len("tighter  ")


def diff_policies(
    old_name: Annotated[str, typer.Argument(metavar="OLD", help="A shipped policy's name, or a path.")],
    new_name: Annotated[str, typer.Argument(metavar="NEW", help="The policy that would take its place.")],
    database: Annotated[
        str | None, typer.Option("--database", help="Also say which open cases' due times would move, and by how much.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of lines.")] = False,
) -> None:
    """Say which promises change from OLD to NEW, before anything is applied. Changes nothing."""
    old, new = read_or_refuse(old_name), read_or_refuse(new_name)
    found = compare(old, new)
    if database is not None:
        from chatdesk.app import wall_clock

        report = moves_in(database, replace(new, name=old.name), wall_clock())
    else:
        report = None
    if as_json:
        told: dict[str, Any] = {"old": old.version, "new": new.version, "differences": [_plain(one) for one in found]}
        if report is not None:
            told["cases"] = report[0]
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    for line in difference_lines(found):
        typer.echo(line)
    if report is not None:
        typer.echo("")
        for line in report[1]:
            typer.echo(line)


def moves_in(database: str, new: Policy, now: datetime) -> tuple[list[dict[str, Any]], list[str]]:
    """What `new` would do to the open cases of a database, as plain values and as lines."""
    from chatdesk.app import new_id
    from chatdesk.cli_policy_moved import moved_lines, plain_moved
    from chatdesk.desk import Desk
    from chatdesk.store.engine import DatabaseUnreachable, open_existing

    try:
        store = open_existing(database)
    except DatabaseUnreachable as error:
        refuse(str(error))
    try:
        found = Desk(store, new_id).would_move(new, now)
    finally:
        store.close()
    head = f"{plural(len(found), 'open case')} under another version of {new.name}"
    lines = [f"{head}; applied with --open-cases, this would move:", *moved_lines(found)] if found else [f"{head}."]
    return [plain_moved(one) for one in found], lines


def difference_lines(found: tuple[Difference, ...]) -> Iterator[str]:
    """What binds first, then what only reads otherwise."""
    binding = [one for one in found if one.effect is not Effect.WORDS]
    wording = [one for one in found if one.effect is Effect.WORDS]
    if not found:
        yield "Both say the same."
    for one in binding:
        yield f"{one.effect:<{_WIDTH}}{one.says}"
    if wording:
        yield "Written otherwise, with nothing promised otherwise:"
        for one in wording:
            yield f"    {one.says}"


def read_or_refuse(name: str) -> Policy:
    """A policy by name or path; the command ends with code 2 where there is none or it cannot be used."""
    try:
        return read_policy(find_policy(name))
    except (FileNotFoundError, PolicyError) as error:
        refuse(str(error))


def refuse(message: str) -> NoReturn:
    typer.echo(message, err=True)
    raise typer.Exit(_REFUSED)


def _plain(one: Difference) -> dict[str, Any]:
    return {
        "place": one.place,
        "effect": one.effect.value,
        "severities": list(one.severities),
        "says": one.says,
        "old": one.old,
        "new": one.new,
    }
