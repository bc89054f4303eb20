"""`chatdesk teams …`: what connecting Microsoft Teams needs beside a running server."""

from __future__ import annotations

import asyncio
import logging
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer


class Engineers(StrEnum):
    """Where the demo's engineers work."""

    SLACK = "slack"
    TEAMS = "teams"


teams_commands = typer.Typer(no_args_is_help=True, help="Microsoft Teams: the app package, and trying it out.")


@teams_commands.callback()
def teams() -> None:
    """Microsoft Teams: the app package, and trying it out."""


@teams_commands.command("package")
def write_package(
    app_id: Annotated[str, typer.Option("--app-id", help="The Microsoft App ID of your Azure Bot.")],
    host: Annotated[str, typer.Option("--host", help="The public name of this chatdesk, as chat.example.com.")],
    folder: Annotated[Path, typer.Option("--out", help="Where to write; made if it is not there.")] = Path(),
    version: Annotated[str, typer.Option("--version", help="Teams takes an upload only if this is higher.")] = "1.0.0",
    developer: Annotated[str, typer.Option("--developer", help="Who runs it, as people read it.")] = "chatdesk",
    website: Annotated[str, typer.Option("--website", help="A page about it; without it, the host.")] = "",
    privacy: Annotated[str, typer.Option("--privacy", help="Your privacy page; without it, the website.")] = "",
    terms: Annotated[str, typer.Option("--terms", help="Your terms of use; without them, the website.")] = "",
) -> None:
    """Write the app package to upload to Teams, for the newest manifest schema and for an older one."""
    from chatdesk.adapters.teams.package import SCHEMAS, AppDetails, WrongDetail, archive, package_files

    try:
        details = AppDetails(app_id, host, version, developer, website, privacy, terms)
    except WrongDetail as wrong:
        _refuse(str(wrong))
    newest, *older = SCHEMAS
    paths = {schema: folder / f"chatdesk-teams-{version}-schema-{schema}.zip" for schema in (newest, *older)}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for schema, path in paths.items():
            path.write_bytes(archive(package_files(details, schema)))
    except OSError as error:
        _refuse(f"cannot write to {folder}: {(error.strerror or 'unknown').lower()}")
    typer.echo(f"{paths[newest]}: upload this one.")
    for schema in older:
        typer.echo(f"{paths[schema]}: only if Teams refuses the first; without slash commands.")


@teams_commands.command("playground")
def playground(
    program: Annotated[Path, typer.Option("--program", help="The folder of @microsoft/m365agentsplayground.")],
    port: Annotated[int, typer.Option("--port", help="Port of the Slack page on the loopback; 0 takes any.")] = 8800,
    engineers: Annotated[Engineers, typer.Option("--engineers", help="Where engineers work.")] = Engineers.SLACK,
) -> None:
    """The demo with Teams beside Slack, in Microsoft's Agents Playground. `make teams-playground` installs that."""
    from chatdesk.demo.teams_play import play_teams
    from chatdesk.logs import configure_logs

    configure_logs(logging.WARNING)
    asyncio.run(play_teams(program=program, port=port, engineers_in_teams=engineers is Engineers.TEAMS))


def _refuse(why: str) -> NoReturn:
    typer.echo(why, err=True)
    raise typer.Exit(2)
