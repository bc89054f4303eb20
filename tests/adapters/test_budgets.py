"""How long the program itself lets a platform wait. Scenarios are more patient, so what is shipped is held here."""

from __future__ import annotations

from chatdesk.adapters.slack import build_slack
from chatdesk.adapters.teams.front import build_teams
from chatdesk.playground.triggers import TRIGGER_SECONDS


def test_slack_is_answered_before_its_three_seconds_are_over() -> None:
    assert build_slack.__kwdefaults__["budget_seconds"] <= 2.0


def test_teams_is_answered_before_a_card_shows_an_error_and_before_a_message_comes_again() -> None:
    assert build_teams.__kwdefaults__["invoke_seconds"] < 3.0
    assert build_teams.__kwdefaults__["budget_seconds"] < 10.0


def test_a_trigger_of_the_loopback_workspace_lives_as_long_as_slack_s() -> None:
    assert TRIGGER_SECONDS == 3.0
