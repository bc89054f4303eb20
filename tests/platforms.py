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
        "undelete": Cannot(
            "a deletion that is taken back",
            "what is deleted in Slack is gone for its author too",
            None,
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
        "socket": Cannot(
            "a program that nothing outside can reach, over a connection of its own (Slack's Socket Mode)",
            "the Bot Framework calls a public address and knows no other way",
            "chatdesk is reached over HTTP",
        ),
        "pin": Cannot(
            "a message that is pinned in a channel",
            "the Bot Framework pins nothing, and Teams pins no message in a channel",
            None,
        ),
        "deletion_of_ours": Cannot(
            "somebody deletes a message of ours and it comes back at once",
            "Teams tells a bot of no message that is gone",
            "it comes back when chatdesk looks at it again: at a start, or when its words change",
        ),
        "overheard_edit": Cannot(
            "an edit or a deletion of a message that mentioned nobody",
            "Teams tells a bot of what becomes only of messages that it was told of",
            "the person edits a message that mentions chatdesk",
        ),
        "file_input": Cannot(
            "files given in a form",
            "Adaptive Cards have no input for files",
            "the form says that they are posted in the case's thread, with a mention",
        ),
        "rows_in_a_file": Cannot(
            "rows to be loaded that come in a file",
            "Teams gives a bot files in personal chats only, behind SharePoint's own sign-in",
            "the person is told so, and writes the rows in a message or into the form",
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
