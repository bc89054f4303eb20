"""The warmed-up program: everything is imported and read once; each line on its input forks one that serves.

`python -m tests.faults.kill.warm SOCKET`. A fork connects to the socket, says that it serves, and does what it is told.
"""

from __future__ import annotations

import asyncio
import gc
import itertools
import json
import mmap
import os
import socket
import struct
import sys
import traceback
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from chatdesk import app as app_module
from chatdesk.adapters.slack import build_slack
from chatdesk.app import App, Files, read_files
from chatdesk.delivery import delivery as delivering
from chatdesk.demo.play import DIRECTORY
from chatdesk.settings import Settings
from chatdesk.store import engine as engines
from chatdesk.store import policies
from tests.faults.kill.points import Points, hook

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)
BOT_TOKEN = "xoxb-killed"
SIGNING_SECRET = "signed"
# However busy the machine: what is tried here is dying, not hurrying.
_PATIENT_SECONDS = 60.0


def main(address: str, clock_file: str) -> None:
    # What costs time at a start and comes out the same each time: a policy as plain data, the engine's compiled
    # statements. Nothing of a life is in them.
    policies.to_plain = _remembered(policies.to_plain)
    engines.make_engine = cache(engines.make_engine)  # type: ignore[assignment]
    files = read_files(None, DIRECTORY)
    with Path(clock_file).open("r+b") as file:
        clock = mmap.mmap(file.fileno(), 8)
    # Here only lives and deaths are told; what the program logs goes elsewhere.
    last_words = os.dup(sys.stdout.fileno())
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    for line in sys.stdin:
        order = json.loads(line)
        if order["is_rehearsal"]:
            # What is read, imported and compiled at first use, the forks find done.
            asyncio.run(_live(order, address, clock, files, Points(last_words)))
            # Nor need they ask whether the database is of this version: `Life` gives them one that is.
            app_module.upgrade = lambda url: None
            gc.collect()
            gc.freeze()
            os.write(last_words, b"0\n")
            continue
        child = os.fork()
        if child == 0:
            _be_born(order, address, clock, files, last_words)
        # Only a process that is gone has let go of its locks.
        _, status = os.waitpid(child, 0)
        os.write(last_words, b"%d\n" % os.waitstatus_to_exitcode(status))


def _be_born(order: dict[str, Any], address: str, clock: mmap.mmap, files: Files, last_words: int) -> None:
    code = 1
    try:
        code = asyncio.run(_live(order, address, clock, files, Points(last_words)))
    except BaseException:  # noqa: BLE001 whatever it is, this process ends here and says why
        traceback.print_exc()
    finally:
        # Nothing of the warm program is to be cleaned up here.
        os._exit(code)


async def _live(order: dict[str, Any], address: str, clock: mmap.mmap, files: Files, points: Points) -> int:
    own = socket.socket(socket.AF_UNIX)
    own.connect(address)
    _count_ids(order["generation"])
    build_slack.__kwdefaults__["budget_seconds"] = _PATIENT_SECONDS
    # One message after the other: each run passes the same points in the same order.
    delivering.AT_ONCE = 1  # type: ignore[misc]
    app = _build(order["database_url"], order["api_url"], clock, files)
    if not order["is_rehearsal"]:
        hook(points, app.desk._store.engine)
    # The heart beats when it is told to, for the same reason.
    app.heartbeat.start = lambda: None  # type: ignore[method-assign]
    await app.start()
    reader, writer = await asyncio.open_unix_connection(sock=own)
    await _say(writer, {"port": app.port})
    while line := await reader.readline():
        told = json.loads(line)
        answer: Any = None
        match told["do"]:
            case "watch":
                points.watch(told["name"], told["which"])
            case "passed":
                points.is_watching, answer = False, points.passed
            case "settle":
                await app.slack.settle()  # type: ignore[union-attr]
            case "beat":
                await app.heartbeat.beat()
            case "next_due":
                due_at = await app.next_due()
                answer = due_at and due_at.isoformat()
            case "stop":
                points.is_watching = False
                await app.stop()
        await _say(writer, {"done": answer})
        if told["do"] == "stop":
            return 0
    return 0


def _build(database_url: str, api_url: str, clock: mmap.mmap, files: Files) -> App:
    settings = Settings(
        database_url=database_url,
        policies=None,
        directory=DIRECTORY,
        host="127.0.0.1",
        port=0,
        slack_bot_token=SecretStr(BOT_TOKEN),
        slack_signing_secret=SecretStr(SIGNING_SECRET),
        slack_api_url=api_url,
    )
    return App(settings, lambda: read_clock(clock), files)


def read_clock(clock: mmap.mmap) -> datetime:
    return EPOCH + timedelta(microseconds=struct.unpack("q", clock[:8])[0])


def write_clock(clock: mmap.mmap, now: datetime) -> None:
    clock[:8] = struct.pack("q", (now - EPOCH) // timedelta(microseconds=1))


def _remembered(plain: Callable[[Any], Any]) -> Callable[[Any], Any]:
    known: dict[int, tuple[Any, Any]] = {}

    def remembered(value: Any) -> Any:
        # The value is kept too, so that no other one gets its id.
        return known.setdefault(id(value), (value, plain(value)))[1] if id(value) not in known else known[id(value)][1]

    return remembered


async def _say(writer: asyncio.StreamWriter, what: dict[str, Any]) -> None:
    writer.write(json.dumps(what).encode() + b"\n")
    await writer.drain()


def _count_ids(generation: int) -> None:
    """Ids come in the same order in each run, and never twice: what a death leaves can be compared."""
    numbers = itertools.count(1)
    uuid.uuid4 = lambda: uuid.UUID(int=generation << 64 | next(numbers))  # type: ignore[assignment]
    from chatdesk.store import outbox

    outbox.uuid4 = uuid.uuid4


if __name__ == "__main__":
    main(*sys.argv[1:])
