"""No event can be forgotten: each folds, and each is told or is known to be silent."""

from __future__ import annotations

from chatdesk.core import commands, decide, evolve, notices
from chatdesk.core.events import Happening

# Facts that change a card and are told by no notice of their own.
SILENT = {
    "ClockStarted",
    "ClockRetargeted",
    "ClockPaused",
    "ClockContinued",
    "ClockEnded",
    "EscalationStarted",
    "NextTierMoved",
    "AgreementAwaited",
    "AgreementLapsed",
    "BudgetWatched",
    "NamedElsewhere",
    # The copies themselves say it.
    "WordsChanged",
    "WordsDeleted",
}


def names(base: type) -> set[str]:
    return {member.__name__ for member in base.__subclasses__()}


def test_every_event_folds():
    assert names(Happening) == {body.__name__ for body in evolve._FOLDS} | {"Opened"}


def test_every_event_is_told_or_known_to_be_silent():
    assert names(Happening) == {body.__name__ for body in notices._RULES} | SILENT


def test_every_command_has_a_rule():
    # What opens a case, lets time pass or concerns none has no rule for the state of a case.
    without = {"Open", "Tick", "AnnounceRelease"}
    assert names(commands.Command) == {command.__name__ for command in decide.RULES} | without
