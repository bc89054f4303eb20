"""A pytest plugin for a run in the copy: proves whose code runs, and writes down how each test ended."""

from __future__ import annotations

import json
import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

import chatdesk

_ENDS: list[dict[str, Any]] = []


def pytest_configure(config: pytest.Config) -> None:
    copy = os.environ["CHATDESK_COPY"]
    for module in (chatdesk.__file__, __file__):
        if not Path(module).resolve().is_relative_to(Path(copy).resolve()):
            pytest.exit(f"{module} is not the copy's", returncode=3)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.failed or report.when == "call" or report.skipped:
        error = call.excinfo
        lines = str(report.longrepr).splitlines() if report.failed else []
        _ENDS.append(
            {
                "test": report.nodeid,
                "when": report.when,
                "outcome": report.outcome,
                "kinds": [kind.__name__ for kind in type(error.value).__mro__] if error is not None else [],
                "line": next((line[1:].strip() for line in lines if line.startswith("E ")), lines[-1:] and lines[-1]),
            }
        )
    return report


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    Path(os.environ["CHATDESK_ENDS"]).write_text(json.dumps(_ENDS), encoding="utf-8")
