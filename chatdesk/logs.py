"""What the program writes about itself: one line a fact on standard error, tokens blacked out."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

# Slack's tokens, and what Microsoft signs: three parts in base64 of which the first is an object.
_TOKEN = re.compile(r"\b(xox[a-z]|xapp|xoxe\.xox[a-z])-[\w-]+")
_TOKEN_TWICE = "As you gave `client` as well, `token` will be unused."
_SIGNED = re.compile(r"\beyJ[\w-]+(?:\.[\w-]*)*")


def configure_logs(level: int = logging.INFO) -> None:
    """Sends our own facts and the libraries' warnings to standard error. Called once, by the command line."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso"),
        # Here, or the terminal's renderer lays out what every variable held: slowly, customers' words among it.
        structlog.processors.format_exc_info,
        _black_out_tokens,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.make_filtering_bound_logger(level),
        cache_logger_on_first_use=True,
    )
    lines = logging.StreamHandler(sys.stderr)
    lines.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
                if sys.stderr.isatty()
                else structlog.processors.JSONRenderer(),
            ],
        )
    )
    lines.addFilter(_says_something)
    root = logging.getLogger()
    root.handlers = [lines]
    root.setLevel(logging.WARNING)
    logging.getLogger("chatdesk").setLevel(level)


def _says_something(record: logging.LogRecord) -> bool:
    """Not what libraries say of things that are in order, or that whoever called them says in one line of its own."""
    if record.name.startswith("slack_bolt"):
        # It reads the token from the environment by itself, and then says that the client has one.
        return _TOKEN_TWICE not in record.getMessage()
    # An authority that cannot be reached: msal gives up after this, and we say so.
    return not (record.name.startswith("urllib3") and record.levelno <= logging.WARNING)


def _black_out_tokens(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key, value in event.items():
        # What begins so is between the processors.
        if not key.startswith("_"):
            event[key] = _blacked_out(value)
    return event


def _blacked_out(value: Any) -> Any:
    match value:
        case str():
            return _SIGNED.sub("eyJ…", _TOKEN.sub(r"\1-…", value))
        case dict():
            return {_blacked_out(key): _blacked_out(one) for key, one in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_blacked_out(one) for one in value]
        case bool() | int() | float() | None:
            return value
    # What it would be written as.
    return _blacked_out(repr(value))
