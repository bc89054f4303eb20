"""What is logged holds no token, wherever in a line it stands."""

from __future__ import annotations

import json
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog
from typer.testing import CliRunner

from chatdesk.cli import cli
from chatdesk.logs import configure_logs

SLACK = "xoxb-12-secret"
MICROSOFT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiJub2JvZHkifQ.c2lnbmF0dXJl-_x"


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Configured for one test alone."""
    root, ours = logging.getLogger(), logging.getLogger("chatdesk")
    handlers, levels, before = list(root.handlers), (root.level, ours.level), structlog.get_config()
    yield
    root.handlers = handlers
    root.setLevel(levels[0])
    ours.setLevel(levels[1])
    structlog.configure(**before)


@pytest.mark.parametrize("token", [SLACK, MICROSOFT])
def test_no_token_is_written(capsys: pytest.CaptureFixture[str], token: str) -> None:
    configure_logs()
    log = structlog.get_logger("chatdesk.test")
    log.warning(f"refused {token}", header=f"Bearer {token}", headers={"Authorization": [f"Bearer {token}"]})
    log.warning("an object", error=ValueError(token), pair=("a", token))
    try:
        raise ValueError(f"Bearer {token}")
    except ValueError:
        log.exception("failed")
        logging.getLogger("a.library").exception("failed with %s", token)
    written = capsys.readouterr().err
    assert written.count("failed") >= 2
    assert "secret" not in written and "c2lnbmF0dXJl" not in written and "eyJpc3M" not in written


def test_what_is_no_token_is_written_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger("chatdesk.test").warning("served", count=3, is_good=True, names=["eye", "xoxo"], nothing=None)
    line = capsys.readouterr().err
    assert (
        '"count": 3' in line and '"is_good": true' in line and '["eye", "xoxo"]' in line and '"nothing": null' in line
    )


IN_A_TERMINAL = """
import io, sys, structlog
from chatdesk.logs import configure_logs

class Terminal(io.StringIO):
    def isatty(self):
        return True

sys.stderr = Terminal()
configure_logs()

def fail(said):
    raise ValueError(len(said))

try:
    fail(" ".join(["payroll", "broken"]))
except ValueError:
    structlog.get_logger("chatdesk.test").exception("failed")
print(sys.stderr.getvalue())
"""


def test_in_a_terminal_an_error_is_a_plain_traceback_without_what_variables_held() -> None:
    """In a process of its own: the watch over this one's logs has formatted the error before."""
    done = subprocess.run([sys.executable, "-c", IN_A_TERMINAL], capture_output=True, text=True, check=False)
    assert "Traceback (most recent call last)" in done.stdout, done.stderr
    assert "payroll broken" not in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("words", "runs"),
    [(["demo"], "chatdesk.demo.play.play"), (["playground"], "chatdesk.demo.alone.run_alone")],
)
def test_the_demo_s_log_is_the_server_s_too(monkeypatch: pytest.MonkeyPatch, words: list[str], runs: str) -> None:
    async def fail(**_: object) -> None:
        structlog.get_logger("chatdesk.test").info("request.done")
        structlog.get_logger("chatdesk.test").warning("slow", token=SLACK)

    monkeypatch.setattr(runs, fail)
    done = CliRunner().invoke(cli, words)
    assert done.exit_code == 0, done.output
    [line] = done.stderr.splitlines()
    assert json.loads(line)["token"] == "xoxb-…"
    assert json.loads(line)["event"] == "slow"
