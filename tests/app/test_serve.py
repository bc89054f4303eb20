"""`chatdesk serve` as a process: starts, refusals in one line, a stop that finishes what is in hand."""

import asyncio
import os
import re
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from chatdesk.demo.cast import workspace_of
from chatdesk.demo.manifest import app_of, find_manifest, read_manifest
from chatdesk.demo.play import DIRECTORY
from chatdesk.directory import read_directory
from chatdesk.playground import Playground, text_of

SECRET = "a-signing-secret"


def workspace() -> Playground:
    app = app_of(read_manifest(find_manifest()))
    return Playground(
        workspace_of(read_directory(DIRECTORY), app),
        bot_token="xoxb-1",
        signing_secret=SECRET,
        request_url=None,
        now=lambda: datetime.now(UTC),
    )


class Served:
    """A `chatdesk serve` process and what it wrote."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.lines: list[str] = []

    async def port(self) -> int:
        """Waits until it listens."""
        async with asyncio.timeout(20):
            while True:
                line = (await self.process.stderr.readline()).decode()
                assert line, f"it ended: {self.lines}"
                self.lines.append(line)
                if found := re.search(r'"port": (\d+)', line):
                    return int(found[1])

    async def ended(self) -> tuple[int, str]:
        """Its exit code and everything it wrote."""
        async with asyncio.timeout(20):
            _, rest = await self.process.communicate()
        return self.process.returncode, "".join(self.lines) + rest.decode()


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "CHATDESK_DATABASE_URL": f"sqlite:///{tmp_path}/desk.db",
        "CHATDESK_DIRECTORY": str(DIRECTORY),
        "CHATDESK_PORT": "0",
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SECRET,
        "CHATDESK_SLACK_API_URL": "http://127.0.0.1:9/",
    }


@pytest.fixture
async def serve(environment: dict[str, str]) -> AsyncIterator[Callable[..., Awaitable[Served]]]:
    """Starts `chatdesk serve`; a value of None takes a setting away."""
    started: list[Served] = []

    async def start(**changes: str | None) -> Served:
        settings = {name: value for name, value in (environment | changes).items() if value is not None}
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "chatdesk",
            "serve",
            env=settings,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
        started.append(Served(process))
        return started[-1]

    yield start
    for one in started:
        if one.process.returncode is None:
            one.process.kill()
            await one.process.wait()


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"SLACK_SIGNING_SECRET": None}, "SLACK_SIGNING_SECRET: is not set; copy the Signing Secret"),
        ({"CHATDESK_DIRECTORY": "nowhere.yml"}, "CHATDESK_DIRECTORY: there is no file nowhere.yml; set it"),
        ({"CHATDESK_DATABASE_URL": "postgresql://chatdesk:hush@127.0.0.1:9/desk"}, "cannot reach the database"),
        ({"CHATDESK_PORT": "9999999"}, "CHATDESK_PORT: is out of range; set it"),
        (
            {"SLACK_BOT_TOKEN": None, "SLACK_SIGNING_SECRET": None},
            "SLACK_BOT_TOKEN: is not set, nor is MICROSOFT_APP_ID: set those of Slack, of Teams, or of both",
        ),
    ],
)
async def test_a_start_that_cannot_be_is_refused_with_one_clear_line(serve, changes, line) -> None:
    code, written = await (await serve(**changes)).ended()
    assert code == 2
    assert line in written
    assert "Traceback" not in written
    assert "hush" not in written
    assert len(written.strip().splitlines()) == 1


async def test_a_broken_directory_is_refused_with_file_and_line(serve, tmp_path: Path) -> None:
    broken = tmp_path / "directory.yml"
    broken.write_text(DIRECTORY.read_text().replace("prefix: HARBOR ", "prefiks: HARBOR "))
    code, written = await (await serve(CHATDESK_DIRECTORY=str(broken))).ended()
    assert code == 2
    assert re.search(rf"{broken}:\d+: .*prefiks", written)
    assert "Traceback" not in written


async def test_a_directory_that_names_an_unknown_policy_is_refused(serve, tmp_path: Path) -> None:
    broken = tmp_path / "directory.yml"
    broken.write_text(DIRECTORY.read_text().replace("policy: catamarun", "policy: catamaran"))
    code, written = await (await serve(CHATDESK_DIRECTORY=str(broken))).ended()
    assert code == 2
    assert "customer harbor names the unknown policy 'catamaran'" in written


async def test_a_token_that_slack_does_not_accept_is_refused(serve) -> None:
    async with workspace() as playground:
        refused = await serve(CHATDESK_SLACK_API_URL=playground.api_url, SLACK_BOT_TOKEN="xoxb-of-another-app")
        code, written = await refused.ended()
    assert code == 2
    assert "SLACK_BOT_TOKEN: Slack does not accept it (invalid_auth); copy the bot token" in written
    assert "Traceback" not in written


async def test_a_second_serve_on_the_same_file_is_refused(serve) -> None:
    first = await serve()
    await first.port()
    code, written = await (await serve()).ended()
    assert code == 2
    assert "another chatdesk serves" in written
    assert "Traceback" not in written
    assert first.process.returncode is None


async def test_a_taken_port_is_refused(serve, tmp_path: Path) -> None:
    first = await serve()
    port = await first.port()
    second = await serve(CHATDESK_PORT=str(port), CHATDESK_DATABASE_URL=f"sqlite:///{tmp_path}/other.db")
    code, written = await second.ended()
    assert code == 2
    assert "CHATDESK_PORT: cannot listen there" in written


async def test_it_serves_slack_over_http_and_stops_in_order(serve) -> None:
    """From nothing to a case and back down, in a process of its own and on the wall's clock."""
    async with workspace() as playground:
        served = await serve(CHATDESK_SLACK_API_URL=playground.api_url)
        port = await served.port()
        playground.request_url = f"http://127.0.0.1:{port}/slack/events"
        async with aiohttp.ClientSession() as http, http.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
        assert len(served.lines) == 1, "nothing is amiss, so only that it serves is written"
        chloe = playground.as_("chloe")
        await chloe.mention("#bluepeak-support", "open the encoder is silent")
        card = await chloe.sees("BLUEPEAK-1", "#bluepeak-support")
        assert "the encoder is silent" in text_of(card)
        served.process.send_signal(signal.SIGTERM)
        code, written = await served.ended()
    assert code == 0
    assert "stopped" in written
    assert "Traceback" not in written


async def test_it_serves_teams_alone(serve) -> None:
    """Microsoft's authority cannot be reached here, which is a warning and no more."""
    served = await serve(
        SLACK_BOT_TOKEN=None,
        SLACK_SIGNING_SECRET=None,
        MICROSOFT_APP_ID="6f1e2d3c-0000-4000-8000-0000000000aa",
        MICROSOFT_APP_TENANT_ID="6f1e2d3c-0000-4000-8000-00000000000a",
        MICROSOFT_APP_PASSWORD="hush",
        HTTPS_PROXY="http://127.0.0.1:9",
    )
    port = await served.port()
    async with aiohttp.ClientSession() as http:
        async with http.get(f"http://127.0.0.1:{port}/readyz") as answer:
            assert answer.status == 200
        for path, status in (("/api/messages", 401), ("/slack/events", 404)):
            async with http.post(f"http://127.0.0.1:{port}{path}", json={"type": "message"}) as answer:
                assert answer.status == status
    served.process.send_signal(signal.SIGTERM)
    code, written = await served.ended()
    assert code == 0
    assert '"platforms": ["teams"]' in written
    assert f'"address": "http://127.0.0.1:{port}"' in written
    told, serving, *_ = written.splitlines()
    assert '"event": "serving"' in serving
    assert '"why": "no answer from login.microsoftonline.com (ProxyError)", "event": "teams.no_answer_at_start"' in told
    assert "hush" not in written
    assert "Traceback" not in written


async def test_what_was_committed_but_not_sent_before_a_stop_is_sent_after_the_next_start(serve) -> None:
    async with workspace() as playground:
        first = await serve(CHATDESK_SLACK_API_URL=playground.api_url)
        playground.request_url = f"http://127.0.0.1:{await first.port()}/slack/events"
        playground.faults.add("chat.postMessage", "http_503", times=1000)
        chloe = playground.as_("chloe")
        await chloe.mention("#bluepeak-support", "open the encoder is silent")
        await playground.until(lambda: bool(playground.journal.calls("chat.postMessage")))
        first.process.kill()
        await first.process.wait()
        playground.faults.clear()
        second = await serve(CHATDESK_SLACK_API_URL=playground.api_url)
        playground.request_url = f"http://127.0.0.1:{await second.port()}/slack/events"
        card = await chloe.sees("BLUEPEAK-1", "#bluepeak-support")
        assert text_of(card)
