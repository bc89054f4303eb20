"""A workspace and a database that all is well in, and the doctor asked about them as a server's environment has it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from chatdesk.app import Files, new_id, read_files
from chatdesk.demo.cast import workspace_of
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest
from chatdesk.demo.play import DIRECTORY
from chatdesk.desk import Desk
from chatdesk.doctor import Line, Mark, examine
from chatdesk.playground import Playground
from chatdesk.store.engine import Store, open_store

Shown = tuple[str, str, str]


def wall() -> datetime:
    return datetime.now(UTC)


class DoctorWorld:
    """`ahead` is by how much this machine's clock goes wrong."""

    def __init__(self, database_url: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        files = read_files(None, DIRECTORY)
        app = app_of(read_manifest(find_manifest()))
        self.url = database_url
        self.folder = folder
        self.files: Files = files
        self.set = monkeypatch.setenv
        self.unset = lambda name: monkeypatch.delenv(name, raising=False)
        self.ahead = timedelta()
        self.playground = Playground(
            workspace_of(files.directory, app),
            bot_token="xoxb-1",
            signing_secret="a-signing-secret",
            request_url=None,
            now=wall,
            app_token="xapp-1",
        )
        self.store: Store = open_store(database_url)
        self.desk = Desk(self.store, new_id)

    async def start(self) -> None:
        await self.playground.start()
        self.desk.use_policies(self.files.policies, wall())
        self.desk.use_directory(self.files.directory)
        for name, value in {
            "CHATDESK_DATABASE_URL": self.url,
            "CHATDESK_DIRECTORY": str(DIRECTORY),
            "CHATDESK_PORT": "9",
            "SLACK_BOT_TOKEN": "xoxb-1",
            "SLACK_SIGNING_SECRET": "a-signing-secret",
            "CHATDESK_SLACK_API_URL": self.playground.api_url,
        }.items():
            self.set(name, value)

    async def stop(self) -> None:
        self.store.close()
        await self.playground.stop()

    def directory(self, change: Callable[[str], str]) -> None:
        """Another directory.yml from now on."""
        path = self.folder / "directory.yml"
        path.write_text(change(DIRECTORY.read_text()))
        self.set("CHATDESK_DIRECTORY", str(path))

    async def lines(self, seconds: float = 10.0) -> list[Line]:
        found, _ = await examine(lambda: wall() + self.ahead, seconds)
        return found

    async def wrong(self) -> list[Shown]:
        """What there is to do; never without saying what."""
        found = [(one.area, one.what, one.to_do) for one in await self.lines() if one.mark is Mark.WRONG]
        assert all(to_do for _, _, to_do in found), found
        return found
