"""What a platform cannot do, in one place with the reason, and what a scenario does there instead.

Scenarios are written once. Where a platform lacks a way, `Instead` is taken; where nothing
can stand for it, the scenario is skipped there. Every test run ends with this list.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

SLACK, TEAMS = "slack", "teams"


@dataclass(frozen=True)
class Cannot:
    """`instead` is what the person does there; None skips the scenario."""

    what: str
    why: str
    instead: str | None


CANNOT: dict[str, dict[str, Cannot]] = {
    SLACK: {
        "foreign_command": Cannot(
            "a slash command by somebody of another organisation",
            "Slack offers an app's commands only to its own workspace",
            "they mention chatdesk",
        ),
    },
    TEAMS: {
        "reaction": Cannot(
            "🎫 on any message opens a case",
            "Teams tells a bot of reactions to the bot's own messages only; the message's own action opens a form,"
            " and a form reports when it is sent, not when the message was written",
            None,
        ),
        "overheard": Cannot(
            "words in a case's thread that mention nobody",
            "in channels a Teams bot hears only what mentions it",
            "the person mentions chatdesk and writes the same words",
        ),
        "absent_mention": Cannot(
            "a mention of somebody who is not in the conversation",
            "Teams offers only its members",
            "the command is typed in a channel that both of them are in",
        ),
        "redraw": Cannot(
            "a form that draws itself again when a choice is made",
            "an Adaptive Card tells the bot nothing before a button is pressed",
            "the person presses the form's own button for it",
        ),
        "app_home": Cannot(
            "a page of one's own that is always there",
            "Adaptive Card tabs are gone from Teams",
            "the person writes “home” to chatdesk",
        ),
    },
}


def cannot(platform: str, key: str) -> Cannot | None:
    """Why a platform cannot do something, if it cannot. Skips the scenario where nothing stands for it."""
    found = CANNOT[platform].get(key)
    if found is not None and found.instead is None:
        pytest.skip(f"{platform}: {found.what}: {found.why}")
    return found


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    terminalreporter.section("what the platforms cannot do, and what scenarios do there instead")
    for line in _lines():
        terminalreporter.write_line(line)


def _lines() -> Iterator[str]:
    for platform, those in CANNOT.items():
        for each in those.values():
            yield f"{platform}: {each.what} ({each.why}): {each.instead or 'skipped there'}"
