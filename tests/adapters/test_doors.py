"""The doors of both platforms: every verb has one, and nothing gets in beside them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from chatdesk.adapters.slack import doors as slack
from chatdesk.adapters.slack.housekeeping import Housekeeping
from chatdesk.adapters.slack.listeners import Listeners
from chatdesk.adapters.talk.asking import has_form
from chatdesk.adapters.talk.door import Door, Through
from chatdesk.adapters.talk.verbs import VERBS
from chatdesk.adapters.teams import doors as teams
from chatdesk.adapters.teams.carried import Carried
from chatdesk.adapters.teams.invokes import Invokes
from chatdesk.adapters.teams.turns import Turns

BOTH = pytest.mark.parametrize("doors", [slack.DOORS, teams.DOORS], ids=["slack", "teams"])


@BOTH
def test_every_verb_comes_in_in_each_way_it_can_be_given(doors: tuple[Door, ...]) -> None:
    def through(*ways: Through) -> frozenset[str]:
        return frozenset[str]().union(*(door.verbs for door in doors if door.through in ways))

    for verb in VERBS:
        assert verb.name in through(Through.CLICKED)
        assert (verb.name in through(Through.SAID)) == verb.is_typed
        assert (verb.name in through(Through.TYPED)) == verb.is_typed
        assert (verb.name in through(Through.ASKED_FOR_FORM)) == has_form(verb.name)
        assert (verb.name in through(Through.SENT_FORM)) == has_form(verb.name)
        assert (verb.name in through(Through.REDREW_FORM)) == has_form(verb.name)
    assert through(Through.SHORTCUT) == {"open"}


@BOTH
def test_no_door_stands_twice_and_none_leads_to_nothing(doors: tuple[Door, ...]) -> None:
    known = {verb.name for verb in VERBS}
    assert len({(door.name, door.through) for door in doors}) == len(doors)
    assert all(bool(door.verbs) != (door.through is Through.REWORDED) and door.verbs <= known for door in doors)
    assert len({door.platform for door in doors}) == 1


class RecordingApp:
    """Stands where Bolt's app stands, and keeps what is registered with it."""

    def __init__(self) -> None:
        self.registered: list[tuple[str, Any, Any]] = []

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Any], None]]:
        return lambda constraint: lambda listener: self.registered.append((kind, constraint, listener.__name__))


def test_slack_s_listeners_stand_at_its_doors_and_the_rest_only_take_what_is_left() -> None:
    app = RecordingApp()
    events = type("Events", (), {name: _named(name) for name in ("message", "reaction", "home", "ignore")})()
    Listeners(*(events if name == "events" else None for name in _arguments())).register(app)  # type: ignore[arg-type]
    at_doors = app.registered[: len(slack.NAMES)]
    catch_alls = app.registered[len(slack.NAMES) :]
    by_pattern = {"action": slack.Name.ACTIONS, "view": slack.Name.SUBMISSION}
    assert [by_pattern.get(kind) or constraint for kind, constraint, _ in at_doors] == list(slack.NAMES)
    assert [(kind, listener) for kind, _, listener in catch_alls] == [
        ("event", "ignore"),
        ("command", "command"),
        ("view", "view_closed"),
        ("shortcut", "shortcut"),
    ]


def test_what_slack_tells_by_itself_is_listened_to_and_leads_to_no_verb() -> None:
    app = RecordingApp()
    Housekeeping(*(None for _ in range(8))).register(app)  # type: ignore[arg-type]
    assert [(kind, constraint) for kind, constraint, _ in app.registered] == [
        ("event", told.value) for told in slack.Told
    ]
    assert not {told.value for told in slack.Told} & {door.name for door in slack.DOORS}


def test_what_teams_may_send_stands_at_its_doors_and_there_are_no_others() -> None:
    invokes = Invokes(*(None for _ in range(8)), budget_seconds=1)  # type: ignore[arg-type]
    carried = Carried(*(None for _ in range(5)))  # type: ignore[arg-type]
    turns = Turns(None, None, None, None, invokes, None, carried, *(None for _ in range(8)))  # type: ignore[arg-type]
    assert turns.names == {door.name for door in teams.DOORS} == set(teams.Name)


def test_what_comes_by_no_door_is_not_let_in() -> None:
    assert teams.lets_in(teams.Name.CARD_ACTION, Through.CLICKED, "ack")
    assert not teams.lets_in(teams.Name.TASK_FETCH, Through.ASKED_FOR_FORM, "ack")
    assert not teams.lets_in(teams.Name.EXTENSION_SUBMIT, Through.SENT_FORM, "resolve")
    assert not teams.lets_in(teams.Name.CARD_ACTION, Through.CLICKED, "no_such_verb")


def _arguments() -> list[str]:
    return list(Listeners.__init__.__annotations__)[:-1]


def _named(name: str) -> Callable[..., None]:
    def listener(*_: Any) -> None: ...

    listener.__name__ = name
    return listener
