"""`chatdesk policy apply`: a policy file becomes the one that cases are opened under, and open ones only if asked."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from chatdesk.cli_policy_diff import read_or_refuse, refuse
from chatdesk.settings import StoreSettings, read_settings

_SOME_STAY = 1


def apply_policy(
    name: Annotated[str, typer.Argument(metavar="POLICY", help="The file; its name is the policy's name.")],
    database: Annotated[
        str | None, typer.Option("--database", help="The database; left out, the one of CHATDESK_DATABASE_URL.")
    ] = None,
    open_cases: Annotated[
        bool, typer.Option("--open-cases", help="Move open cases too; each records it and its engineers are told.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would happen, and change nothing.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON instead of lines.")] = False,
) -> None:
    """Open new cases under this policy from now on. Code 1: some open cases cannot be moved and stay."""
    from chatdesk.app import wall_clock
    from chatdesk.cli_policy_applying import carry_out
    from chatdesk.store.engine import DatabaseUnreachable, open_existing

    policy = read_or_refuse(name)
    url = database or read_settings(StoreSettings).database_url
    try:
        store = open_existing(url)
    except DatabaseUnreachable as error:
        refuse(str(error))
    try:
        told, lines, moved = carry_out(store, policy, wall_clock(), open_cases, dry_run)
    finally:
        store.close()
    if as_json:
        typer.echo(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for line in lines:
            typer.echo(line)
    if any(one.refused is not None for one in moved):
        raise typer.Exit(_SOME_STAY)
