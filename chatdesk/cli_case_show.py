"""`chatdesk case show`: all that is known of one case, as somebody reads it at three in the morning."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, fields, is_dataclass
from datetime import datetime
from textwrap import shorten
from typing import Any
from zoneinfo import ZoneInfo

import typer

from chatdesk.app import wall_clock
from chatdesk.cli_case import NOT_FOUND, find, opened
from chatdesk.core.case import Clock
from chatdesk.core.codec import to_plain
from chatdesk.core.view import CaseView
from chatdesk.reads import Reads
from chatdesk.store.case_trail import Said, Standing, Told, Trail, trail

_LONGEST_QUOTED = 60
_SENT = ("sent", "assumed")


def show(database_url: str, number: str, *, as_json: bool = False) -> int:
    """Prints one case; the exit code. Raises DatabaseUnreachable."""
    with opened(database_url) as store:
        case_id = find(store, number)
        view = Reads(store).case_view(case_id, wall_clock()) if case_id else None
        if case_id is None or view is None:
            typer.echo(f"There is no case {number}.", err=True)
            return NOT_FOUND
        with store.reading() as tx:
            found = trail(tx, case_id)
    for line in [_plain_case(view, found)] if as_json else _lines(view, found):
        typer.echo(line)
    return 0


def _plain_case(view: CaseView, found: Trail) -> str:
    told = {
        "case": to_plain(view.case),
        "policy": {"name": view.policy.name, "version": view.policy.version, "is_current": found.pinned_is_current},
        "customer": view.customer.name,
        "people": {person.id: person.name for person in view.people.values()},
        "wake_at": to_plain(found.wake_at),
        "left_alone_until": to_plain(found.left_alone_until),
        "events": [
            {
                "seq": event.seq,
                "at": to_plain(event.at),
                "recorded_at": to_plain(event.recorded_at),
                "actor": to_plain(event.actor),
                **to_plain(event.body),
            }
            for event in view.events
        ],
        "standing": [asdict(one) for one in found.standing],
        "deliveries": [{key: to_plain(value) for key, value in asdict(one).items()} for one in found.told],
        "texts": [{key: to_plain(value) for key, value in asdict(one).items()} for one in found.said],
    }
    return json.dumps(told, ensure_ascii=False, indent=2)


def _lines(view: CaseView, found: Trail) -> Iterator[str]:
    case, policy = view.case, view.policy
    zone = ZoneInfo(policy.hours(policy.main_hours).zone)
    severity = "none" if case.severity is None else str(case.severity)
    yield f"{case.number} · {case.status} · severity {severity} · {view.text(case.title_id) or '(erased)'}"
    yield f"{view.customer.name}, asked by {view.name(case.requester_id)}; owner {view.name(case.owner_id) or 'nobody'}"
    pinned = "the current one" if found.pinned_is_current else "a later one is current"
    yield f"policy {policy.name}, version {case.policy_version} ({pinned}); times in {zone.key}"
    if found.left_alone_until is not None:
        yield f"FAILS when woken, and is left alone until {_time(found.left_alone_until, zone)}: see the log"
    else:
        yield f"next woken {_time(found.wake_at, zone)}" if found.wake_at else "waits for nobody's time"
    yield from ("", "clocks")
    for clock in case.clocks:
        yield f"  {_clock(clock, zone)}"
    yield from ("", "events")
    for event in view.events:
        who = view.name(event.actor.person_id) or event.actor.standing
        facts = _facts(event.body, view, zone)
        late = f" (recorded {_time(event.recorded_at, zone)})" if event.recorded_at != event.at else ""
        line = f"{event.seq:4} {_time(event.at, zone)}  {type(event.body).__name__} by {who}{late}"
        yield f"{line}: {facts}" if facts else line
    yield from ("", "cards")
    for standing in found.standing:
        yield f"  {_standing(standing)}"
    yield from ("", "messages, each with the event it tells of")
    for told in found.told:
        yield f"{told.seq:4} {_told(told, zone)}"
    yield from ("", "what was written")
    for said in found.said:
        yield f"  {_said(said, zone)}"


def _clock(clock: Clock, zone: ZoneInfo) -> str:
    due = f"due {_time(clock.due_at, zone)}" if clock.due_at else "no due time"
    facts = [f"{clock.metric} {clock.cycle}: {clock.state}", due]
    if clock.warned_at:
        facts.append(f"warned {_time(clock.warned_at, zone)}")
    if clock.breached_at:
        facts.append(f"breached {_time(clock.breached_at, zone)}")
    if clock.breach_withdrawn_at:
        facts.append("the breach withdrawn")
    if clock.paused_at and clock.left_seconds is not None:
        facts.append(f"paused {_time(clock.paused_at, zone)} with {clock.left_seconds} s left")
    return ", ".join(facts)


def _standing(one: Standing) -> str:
    where = f"{one.platform} {one.channel}" + (f", thread {one.thread}" if one.thread else "")
    message = f", message {one.message}" if one.message else ""
    behind = f", shows version {one.sent} of {one.wanted}" if one.sent != one.wanted else ""
    error = f", tried {one.attempts} times: {one.error}" if one.error else ""
    return f"{one.view}: {one.state} in {where}{message}{behind}{error}"


def _told(one: Told, zone: ZoneInfo) -> str:
    where = f" ({one.platform} {one.where})" if one.platform else ""
    state = f"{one.state} {_time(one.sent_at, zone)}" if one.sent_at and one.state in _SENT else one.state
    repeat = ", as a possible repeat" if one.is_repeat else ""
    tried = f", tried {one.attempts} times" if one.attempts != 1 else ""
    error = f", {one.error}" if one.error and one.state not in _SENT else ""
    message = f", message {one.message}" if one.message else ""
    return f"{_time(one.at, zone)}  {one.kind} for {one.to}{where}: {state}{repeat}{tried}{error}{message} [{one.id}]"


def _said(one: Said, zone: ZoneInfo) -> str:
    where = f" in {one.platform} {one.channel}, message {one.message}" if one.message else ""
    words = f"“{one.body}”" if one.body else "(erased)"
    return f"{_time(one.at, zone)}  {one.field} by {one.by or 'nobody'}{where}: {words}"


def _facts(body: Any, view: CaseView, zone: ZoneInfo) -> str:
    """What an event or a part of it carries, in its own order; what is empty is left out."""
    if isinstance(body, Clock):
        due = f"due {_time(body.due_at, zone)}" if body.due_at else "no due time"
        return f"{body.metric} {body.cycle}, {due}"
    values = ((field.name, getattr(body, field.name)) for field in fields(body))
    return ", ".join(_fact(name, value, view, zone) for name, value in values if value not in (None, (), False))


def _fact(name: str, value: Any, view: CaseView, zone: ZoneInfo) -> str:
    words = name.removesuffix("_at").removesuffix("_id").replace("_", " ")
    if is_dataclass(value):
        return _facts(value, view, zone)
    return words if value is True else f"{words} {_plain(value, view, zone)}"


def _plain(value: Any, view: CaseView, zone: ZoneInfo) -> str:
    """People by their names, what was written in quotes, instants with their offset."""
    if isinstance(value, datetime):
        return _time(value, zone)
    if isinstance(value, tuple):
        return " and ".join(" ".join(one) if isinstance(one, tuple) else _plain(one, view, zone) for one in value)
    if isinstance(value, str) and (text := view.text(value)) is not None:
        return f"“{shorten(text, _LONGEST_QUOTED, placeholder=' …')}”"
    return view.name(value) or str(value) if isinstance(value, str) else str(value)


def _time(at: datetime, zone: ZoneInfo) -> str:
    return at.astimezone(zone).isoformat(timespec="seconds")
