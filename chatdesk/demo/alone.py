"""The workspace alone, nothing installed in it: to practise connecting chatdesk before doing it with Slack itself."""

from __future__ import annotations

import asyncio
import os
import signal
from dataclasses import replace
from pathlib import Path

import typer

from chatdesk.app import StartRefused, wall_clock
from chatdesk.demo.cast import workspace_of
from chatdesk.demo.play import DIRECTORY
from chatdesk.directory import read_directory
from chatdesk.playground import NO_APP, Playground, Seed

_WHAT_TO_DO = """
A Slack workspace on this machine, without an app. Its people and channels are those of {directory}.

    {address}            the workspace
    {address}/apps.html  create and install an app, as on api.slack.com/apps

Its Web API is {api}
Ctrl-C ends it; what was installed is then gone.
"""


def empty_workspace(directory: Path) -> Seed:
    """The people and channels of a directory, and no app. Its administrators administer the workspace too, so that
    being led through the set-up can be practised. Raises DirectoryError."""
    who = read_directory(directory)
    admins = {one.id for one in who.people if one.is_admin}
    seed = workspace_of(who, NO_APP)
    channels = tuple(replace(place, members=tuple(one for one in place.members if one)) for place in seed.channels)
    people = tuple(replace(one, is_admin=True) if one.name in admins else one for one in seed.people)
    return replace(seed, channels=channels, people=people)


async def run_alone(*, port: int, directory: Path | None) -> None:
    """Runs the workspace until Ctrl-C. Raises StartRefused where the port is taken."""
    who = directory or DIRECTORY
    playground = Playground(
        empty_workspace(who), bot_token="", signing_secret="", request_url=None, now=wall_clock, port=port
    )
    over = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, over.set)
    try:
        await playground.start()
    except OSError as error:
        raise StartRefused(
            f"the port {port} is taken ({os.strerror(error.errno or 0).lower()}), perhaps by a demo; "
            "take another one with --port"
        ) from error
    try:
        typer.echo(_WHAT_TO_DO.format(address=playground.base_url, api=playground.api_url, directory=who))
        await over.wait()
    finally:
        await playground.stop()
