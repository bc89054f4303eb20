"""Everything that a test run logs is looked through for what must never be logged.

Each test ends with a look at its own lines: tokens and keys that its settings held, what Slack's and Microsoft's
secrets look like, and what people wrote. Lines are taken before anything is blacked out of them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from pydantic import SecretStr
from structlog.testing import LogCapture

from chatdesk.store import texts

_LOOKS_SECRET = re.compile(
    r"\bxox[a-z]-[\w-]{4,}|\bxapp-[\w-]{4,}"  # Slack's tokens
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*"  # a JWT
    r"|\b\d{6,}\.\w+\.[0-9a-f]{32}\b"  # a trigger id
    r"|https?://[^\s\"']+/(?:commands|actions|app)/T\w+/[^\s\"']+"  # a response_url
    r"|\bGenieKey \S+"
)
# Shorter words stand in many lines by themselves.
_SHORTEST = 12
# Tests that log a secret in order to see that it is blacked out.
_MAY = frozenset({"tests/app/test_logs.py", "tests/app/test_log_watch.py"})

_lines: list[str] = []
_secrets: set[str] = set()
_written: set[str] = set()


def pytest_configure() -> None:
    _watch_structlog()
    _watch_logging()
    _watch_what_is_secret()


@pytest.fixture(autouse=True)
def nothing_secret_is_logged(request: pytest.FixtureRequest) -> Iterator[None]:
    _written.clear()
    yield
    found = leaks(_lines, _secrets | _written)
    _lines.clear()
    if request.node.nodeid.split("::")[0] not in _MAY:
        assert not found, "this was logged: " + "\n".join(found)


def leaks(lines: list[str], secrets: set[str]) -> list[str]:
    """The lines that hold a secret or look as if they did."""
    wanted = [one for one in secrets if len(one) >= _SHORTEST]
    return [line for line in lines if _LOOKS_SECRET.search(line) or any(one in line for one in wanted)]


def _watch_structlog() -> None:
    configure, capture = structlog.configure, LogCapture.__call__

    def watched(processors: Any = None, **more: Any) -> None:
        if processors is not None and _take not in processors:
            processors = [
                structlog.contextvars.merge_contextvars,
                structlog.processors.format_exc_info,
                _take,
                *processors,
            ]
        configure(processors=processors, **more)

    def captured(self: LogCapture, logger: Any, name: str, event: Any) -> Any:
        _lines.append(repr(event))
        return capture(self, logger, name, event)

    structlog.configure = watched
    LogCapture.__call__ = captured  # type: ignore[method-assign]
    structlog.configure(processors=structlog.get_config()["processors"])


def _take(logger: Any, name: str, event: Any) -> Any:
    _lines.append(repr(dict(event)))
    return event


def _watch_logging() -> None:
    make = logging.getLogRecordFactory()

    def made(*args: Any, **kwargs: Any) -> logging.LogRecord:
        record = make(*args, **kwargs)
        # What structlog hands on was taken already.
        if isinstance(record.msg, str):
            said = record.getMessage()
            _lines.append(f"{said} {record.exc_info[1]!r}" if record.exc_info and record.exc_info[1] else said)
        return record

    logging.setLogRecordFactory(made)


def _watch_what_is_secret() -> None:
    get, write = SecretStr.get_secret_value, texts.write

    def gotten(self: SecretStr) -> str:
        _secrets.add(get(self))
        return get(self)

    def wrote(tx: Any, case_id: Any, customer_id: Any, author_id: Any, written: Any, *more: Any, **named: Any) -> Any:
        written = list(written)
        _written.update(one.body for one in written)
        return write(tx, case_id, customer_id, author_id, written, *more, **named)

    SecretStr.get_secret_value = gotten  # type: ignore[method-assign]
    texts.write = wrote
