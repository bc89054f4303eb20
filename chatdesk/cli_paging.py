"""`chatdesk paging`: which pagers there are, what they need, and whether they ring."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import Field

from chatdesk.core.directory import Directory
from chatdesk.settings import SettingsError, StoreSettings, read_settings

_NOT_ALL = 3

paging_commands = typer.Typer(no_args_is_help=True, help="What wakes people beside the channels (directory.yml).")


class _Settings(StoreSettings):
    directory: Path | None = Field(default=None, validation_alias="CHATDESK_DIRECTORY")


@paging_commands.command("list")
def list_command() -> None:
    """Print the pagers of the directory, and the settings that they need and do not have. Code 3 if any is missing."""
    from chatdesk.paging import what_is_missing

    settings = read_settings(_Settings)
    named = _directory(settings).pagers
    if not named:
        typer.echo("The directory names no pagers: add 'paging:' to it (docs/operations.md).")
    for name, pager in named:
        typer.echo(f"{name}: {pager.name}")
    missing = list(what_is_missing(settings, named))
    for line in missing:
        typer.echo(line, err=True)
    raise typer.Exit(_NOT_ALL if missing else 0)


@paging_commands.command("test")
def test_command(
    name: Annotated[str, typer.Argument(help="The channel whose pagers ring, as on_call.")],
    over: Annotated[bool, typer.Option("--over", help="End the test alarm instead of raising it.")] = False,
) -> None:
    """Ring every pager beside a channel once, with an alarm that says it is a test. Code 3 if any does not take it."""
    from chatdesk.app import wall_clock

    raise typer.Exit(asyncio.run(_try(read_settings(_Settings), name, over, wall_clock)))


async def _try(settings: _Settings, name: str, is_over: bool, now: Callable[[], datetime]) -> int:
    from chatdesk import i18n
    from chatdesk.cards.model import AlarmStep
    from chatdesk.cards.notices.pagers import trial
    from chatdesk.core.places import Destination
    from chatdesk.delivery import SendFailed
    from chatdesk.paging import build_pagers

    directory = _directory(settings)
    # Only these pagers' secrets are needed here.
    wanted = tuple((one, pager) for one, pager in directory.pagers if one == name)
    pagers = build_pagers(settings, replace(directory, pagers=wanted), now)
    if pagers is None:
        known = ", ".join(dict.fromkeys(one for one, _ in directory.pagers)) or "none"
        raise SettingsError(f"The directory names no pager beside '{name}'; those with pagers: {known}")
    step = AlarmStep.OVER if is_over else AlarmStep.RAISED
    card = trial(i18n.supported(directory.organisation.language), name, step, now())
    failed = 0
    for _, pager in wanted:
        try:
            await pagers.sender.post(card, Destination(pager.place), "")
        except SendFailed as error:
            failed += 1
            key = f"failure.{error.code}"
            why = i18n.plain("en", key) if i18n.has(key) else error.code
            typer.echo(f"{pager.name}: did not take it. {why}", err=True)
        else:
            typer.echo(f"{pager.name}: took it")
    await pagers.sender.close()
    if not is_over and failed < len(wanted):
        typer.echo(f"End the alarm with: chatdesk paging test {name} --over")
    return _NOT_ALL if failed else 0


def _directory(settings: _Settings) -> Directory:
    """Of the file, as a start would read it; without one, what the database holds. Raises SettingsError."""
    from chatdesk.directory import read_directory
    from chatdesk.reads import Reads
    from chatdesk.store.engine import open_existing

    if settings.directory is not None:
        return read_directory(settings.directory)
    store = open_existing(settings.database_url)
    try:
        found = Reads(store).who.directory()
    finally:
        store.close()
    if found is None:
        raise SettingsError(
            "CHATDESK_DIRECTORY: is not set, and the database knows nobody yet; set it to directory.yml"
        )
    return found
