"""The command line: serve, demo, db, case; and policy and teams, which stand in files of their own.

What a command needs is imported when it runs: explaining a policy must not wait for Slack's libraries.
"""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from chatdesk.cli_directory import directory_commands
from chatdesk.cli_doctor import doctor
from chatdesk.cli_outbox import outbox_commands
from chatdesk.cli_paging import paging_commands
from chatdesk.cli_policy import policy_commands
from chatdesk.cli_teams import teams_commands
from chatdesk.settings import Settings, StoreSettings, read_settings

_WRONG_START = 2

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
case_commands = typer.Typer(no_args_is_help=True, help="The cases of a database.")
db_commands = typer.Typer(no_args_is_help=True, help="The database.")
cli.add_typer(directory_commands, name="directory")
cli.add_typer(policy_commands, name="policy")
cli.add_typer(teams_commands, name="teams")
cli.add_typer(outbox_commands, name="outbox")
cli.add_typer(paging_commands, name="paging")
cli.add_typer(case_commands, name="case")
cli.add_typer(db_commands, name="db")
cli.command("doctor")(doctor)


def main() -> None:
    """What the `chatdesk` command runs. A start that cannot be ends with one clear line a cause, and code 2."""
    try:
        cli()
    except Exception as error:
        from chatdesk.app import REFUSALS

        if not isinstance(error, REFUSALS):
            raise
        typer.echo(str(error), err=True)
        raise SystemExit(_WRONG_START) from None


@cli.callback()
def chatdesk() -> None:
    """Support cases in chat, and the times promised for them."""


@cli.command("serve")
def serve_command() -> None:
    """Serve Slack, Teams or both, with settings from the environment (docs/operations.md)."""
    settings = read_settings(Settings)
    from chatdesk.app import App, read_files, serve, wall_clock
    from chatdesk.logs import configure_logs

    configure_logs()
    files = read_files(settings.policies, settings.directory)
    asyncio.run(serve(App(settings, wall_clock, files)))


@cli.command("demo")
def demo_command(
    port: Annotated[int, typer.Option(help="Port of the page on the loopback; 0 takes a free one.")] = 8800,
    policy: Annotated[str, typer.Option(help="The policy that both customers begin with.")] = "",
    at: Annotated[str, typer.Option(help="When the story begins, as 2026-03-06T14:20-05:00.")] = "",
) -> None:
    """Try everything on this machine: a small chat workspace in the browser, and a clock to move."""
    start = _instant(at) if at else None
    from chatdesk.demo.play import play

    _log_what_matters()
    asyncio.run(play(port=port, policy=policy or None, start=start))


@cli.command("playground")
def playground_command(
    port: Annotated[int, typer.Option(help="Port of the workspace on the loopback; 0 takes a free one.")] = 8800,
    directory: Annotated[Path | None, typer.Option(help="Whose people and channels; without it the demo's.")] = None,
) -> None:
    """A Slack workspace on this machine with nothing installed: practise connecting chatdesk to it."""
    from chatdesk.demo.alone import run_alone

    _log_what_matters()
    asyncio.run(run_alone(port=port, directory=directory))


@case_commands.command("show")
def show_command(
    number: Annotated[str, typer.Argument(help="A case's number, as HARBOR-1.")],
    as_json: Annotated[bool, typer.Option("--json", help="As one JSON object.")] = False,
) -> None:
    """Print a case: state, clocks, events, cards, messages and words, in the zone of its policy's hours."""
    from chatdesk.cli_case_show import show

    raise typer.Exit(show(read_settings(StoreSettings).database_url, number, as_json=as_json))


@case_commands.command("verify")
def verify_command(number: Annotated[str, typer.Argument(help="One case only.")] = "") -> None:
    """Fold the events of every case (or of one) anew and compare with what is stored. Code 3 if any differs."""
    from chatdesk.cli_case import verify

    raise typer.Exit(verify(read_settings(StoreSettings).database_url, number or None))


@db_commands.command("upgrade")
def upgrade_command() -> None:
    """Bring the database to this version."""
    settings = read_settings(StoreSettings)
    from chatdesk.store.migrations import upgrade

    upgrade(settings.database_url)
    typer.echo("The database is up to date.")


def _log_what_matters() -> None:
    """Beside a page that somebody looks at: warnings and errors, and no more."""
    from chatdesk.logs import configure_logs

    configure_logs(logging.WARNING)


def _instant(text: str) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise typer.BadParameter("write it with its offset, as 2026-03-06T14:20-05:00", param_hint="--at")
    return at
