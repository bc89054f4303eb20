"""Microsoft 365 Agents Playground as a peer: a Microsoft Teams for one person, on the loopback, in its own process.

It is Microsoft's program under Microsoft's terms, installed by whoever wants it and never part of chatdesk.
"""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp

from chatdesk.app import StartRefused

_PRELOADED = Path(__file__).parent / "agents_playground.cjs"
_CONFIG_FILE = ".m365agentsplayground.yml"
_IS_READY = "/_internal/v1/config"
_PATIENCE_SECONDS = 30.0
_LOOK_AGAIN_SECONDS = 0.05
_END_SECONDS = 5.0


class AgentsPlayground:
    """One window of Teams. `config` is the content of its configuration file: who sits there, teams, chats.

    `program` is the folder of the npm package @microsoft/m365agentsplayground, `folder` a
    place for its files. Its port is chosen here, so that its address is known before it runs.
    """

    def __init__(self, program: Path, folder: Path, config: Mapping[str, Any], port: int = 0) -> None:
        self._program = program
        self._folder = folder
        self._config = config
        self._process: Process | None = None
        self.origin = f"http://127.0.0.1:{port or _free_port()}"

    async def start(self, endpoint: str) -> None:
        """Starts it beside the bot at `endpoint`, and waits until it answers. Raises StartRefused."""
        node = shutil.which("node")
        if node is None or not (self._program / "cli.js").is_file():
            raise StartRefused(f"the Agents Playground is not in {self._program}, or Node is missing; see README.md")
        if not _is_free(int(self.origin.rsplit(":", 1)[1])):
            # It would take another port, and nobody would know which.
            raise StartRefused(f"{self.origin} is taken; to take free ports add --port 0, or with make: ARGS=--port=0")
        self._folder.mkdir(parents=True, exist_ok=True)
        # JSON is YAML too.
        (self._folder / _CONFIG_FILE).write_text(json.dumps(self._config, ensure_ascii=False), encoding="utf-8")
        command = (node, "--require", str(_PRELOADED), str(self._program.resolve() / "cli.js"), "start")
        options = {
            "--app-endpoint": endpoint,
            "--channel-id": "msteams",
            "--port": self.origin.rsplit(":", 1)[1],
            "--service-url": f"{self.origin}/_connector",
            "--disable-telemetry": "true",
        }
        words = [word for option in options.items() for word in option]
        self._process = await asyncio.create_subprocess_exec(
            *command, *words, cwd=self._folder, stdin=PIPE, stdout=DEVNULL, stderr=DEVNULL
        )
        await self._until_ready(self._process)

    async def install(self, conversation_id: str) -> None:
        """Adds the app to a chat or a channel, as the page does whenever it is opened."""
        address = f"{self.origin}/_debug/conversation/{quote(conversation_id, safe='')}/installation"
        async with aiohttp.ClientSession() as session, session.post(address, json={}) as response:
            response.raise_for_status()

    async def stop(self) -> None:
        if self._process is None or self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            await asyncio.wait_for(self._process.wait(), _END_SECONDS)
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    async def _until_ready(self, process: Process) -> None:
        """It says that it listens before it does, and dies silently of a wrong configuration: so it is asked."""
        deadline = asyncio.get_running_loop().time() + _PATIENCE_SECONDS
        async with aiohttp.ClientSession() as session:
            while asyncio.get_running_loop().time() < deadline and process.returncode is None:
                try:
                    async with session.get(self.origin + _IS_READY) as response:
                        if response.status == 200:
                            return
                except aiohttp.ClientConnectionError:
                    pass
                await asyncio.sleep(_LOOK_AGAIN_SECONDS)
        await self.stop()
        raise StartRefused(f"the Agents Playground did not start; {self._folder}/devTools may say why")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
