"""Every check, side by side; one that hangs is cut off and told."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from chatdesk.doctor.line import Line, of_refusal, well, wrong
from chatdesk.doctor.of_database import Kept, of_database
from chatdesk.doctor.of_files import Read, of_files
from chatdesk.doctor.of_paging import of_paging
from chatdesk.doctor.of_server import of_server
from chatdesk.doctor.of_slack import of_slack
from chatdesk.doctor.of_slack_channels import of_slack_channels
from chatdesk.doctor.of_slack_people import of_slack_people
from chatdesk.doctor.of_teams import of_teams
from chatdesk.settings import DirectorySettings, Settings, SettingsError, read_settings

LONGEST_SECONDS = 10.0
# Slack lets us ask after some fifty channels or a hundred accounts a minute, and says for how long to wait.
_MANY_SECONDS = 90.0

T = TypeVar("T")


async def examine(now: Callable[[], datetime], longest_seconds: float = LONGEST_SECONDS) -> tuple[list[Line], bool]:
    """All lines in order, and whether everything could be looked at: without settings that fit there is no telling.

    `now` is the wall's clock (UTC).
    """
    rest: DirectorySettings | None
    settings, rest, lines = _settings()
    if rest is None:
        return lines, False
    cut = _Cut(longest_seconds)
    read, told = await cut.thread("policies", lambda: of_files(rest, now()), Read())
    lines += told
    kept, told = await cut.thread("database", lambda: of_database(rest, settings, read, now()), Kept())
    lines += told
    if settings is None:
        return lines, False
    directory = read.directory or kept.directory
    asked = await asyncio.gather(
        cut.off("server", of_server(settings)),
        cut.off("slack", of_slack(settings, directory, now)),
        cut.off("slack", of_slack_channels(settings, directory), _MANY_SECONDS),
        cut.off("slack", of_slack_people(settings, directory), _MANY_SECONDS),
        cut.off("teams", of_teams(settings, directory, kept.conversations, now)),
        cut.off("paging", of_paging(settings, directory)),
    )
    return [*lines, *(line for part in asked for line in part)], True


def _settings() -> tuple[Settings | None, DirectorySettings | None, list[Line]]:
    """What serving needs; or, where that does not fit, what is left to look at the files and the database with."""
    try:
        settings = read_settings(Settings)
    except SettingsError as error:
        lines = of_refusal("settings", str(error))
        try:
            return None, read_settings(DirectorySettings), lines
        except SettingsError:
            return None, None, lines
    return (
        settings,
        read_settings(DirectorySettings),
        [well("settings", f"Everything that {_served(settings)} needs is set.")],
    )


def _served(settings: Settings) -> str:
    slack = "Slack over Socket Mode" if settings.slack_app_token is not None else "Slack over HTTP"
    served = [slack] if settings.slack_bot_token is not None else []
    return " and ".join([*served, *(["Teams"] if settings.microsoft_app_id else [])])


class _Cut:
    """Cuts off what takes too long."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds

    async def off(self, area: str, check: Awaitable[list[Line]], seconds: float = 0.0) -> list[Line]:
        try:
            async with asyncio.timeout(max(seconds, self._seconds)):
                return await check
        except TimeoutError:
            return [_hung(area, max(seconds, self._seconds))]

    async def thread(self, area: str, check: Callable[[], tuple[T, list[Line]]], without: T) -> tuple[T, list[Line]]:
        """The same for what blocks. Its thread is left behind where it hangs, and keeps nobody from ending."""
        try:
            async with asyncio.timeout(self._seconds):
                return await _in_a_thread(check)
        except TimeoutError:
            return without, [_hung(area, self._seconds)]


def _hung(area: str, seconds: float) -> Line:
    return wrong(area, f"No answer within {seconds:g} seconds.", "Look at the network between here and there.")


async def _in_a_thread(work: Callable[[], T]) -> T:
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def give(give_it: Callable[[], None]) -> None:
        if not done.done():
            give_it()

    def run() -> None:
        try:
            found = work()
        except BaseException as error:  # noqa: BLE001 raised again where it is awaited
            told = error
            loop.call_soon_threadsafe(give, lambda: done.set_exception(told))
        else:
            loop.call_soon_threadsafe(give, lambda: done.set_result(found))

    threading.Thread(target=run, daemon=True, name="doctor").start()
    return await done
