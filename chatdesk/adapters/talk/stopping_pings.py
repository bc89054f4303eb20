"""`admin hold`, `admin release` and `admin held`: stopping pings, letting them go, and what is kept meanwhile."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo

from chatdesk import i18n
from chatdesk.adapters.talk.names import plain_word
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.holding import begun_card, ended_card, held_card
from chatdesk.cards.model import Card, Paragraph, Quoted
from chatdesk.cards.voice import compose, to_write, voice_of
from chatdesk.core.view import Reader
from chatdesk.desk import Desk
from chatdesk.reads import Reads

LONGEST_REASON = 300

_UNTIL = ("until", "till", "hasta")
_JOINTS = ("the", "las", "la", "at", "el", "a")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_CLOCK = re.compile(r"(\d{1,2})[:.h](\d{2})")


@dataclass(frozen=True)
class Hold:
    """What was asked for. `until_at` (UTC) is None for a hold without an end; `fault` names what cannot be used."""

    reason: str
    until_at: datetime | None = None
    fault: str | None = None


def hold(desk: Desk, reads: Reads, wish: Wish, words: str, by: str, reader: Reader, now: datetime) -> Card:
    """Nobody is pinged from now on; the answer says what that means."""
    asked = read_hold(words, reader.zone, now)
    if asked.fault is not None:
        voice = voice_of(reader)
        line = voice.say(asked.fault, write=to_write(wish.called, voice.plain("hold.example")), said=Quoted(words))
        return compose((), [Paragraph(line)])
    is_new = desk.hold_pings(wish.id, by, asked.reason, asked.until_at, now)
    on = reads.current_hold()
    return begun_card(on, reader, was_on=not is_new) if on is not None else held_card(None, reader)


def release(desk: Desk, reads: Reads, wish: Wish, by: str, reader: Reader, now: datetime) -> Card:
    ended = desk.release_pings(wish.id, by, now)
    return ended_card(reads.hold_told(ended, None) if ended is not None else None, reader)


def held(reads: Reads, reader: Reader) -> Card:
    return held_card(reads.current_hold(), reader)


def read_hold(words: str, zone: str, now: datetime) -> Hold:
    """`until 08:00 REASON`, `until 2026-11-23 08:00 REASON`, or only a reason; times are in the asker's zone."""
    tokens = words.split()
    if not tokens or plain_word(tokens[0]) not in _UNTIL:
        return Hold(words[:LONGEST_REASON]) if tokens else Hold("", fault="hold.refused.why")
    rest = tokens[1:]
    while rest and plain_word(rest[0]) in _JOINTS:
        rest = rest[1:]
    day = rest.pop(0) if rest and _DAY.fullmatch(rest[0]) else None
    clock = _CLOCK.fullmatch(rest[0]) if rest else None
    until_at = _instant(day, clock, i18n.zone_of(zone), now) if clock else None
    if until_at is None:
        return Hold("", fault="hold.refused.until")
    if until_at <= now:
        return Hold("", fault="hold.refused.past")
    reason = " ".join(rest[1:])[:LONGEST_REASON]
    return Hold(reason, until_at) if reason else Hold("", fault="hold.refused.why")


def _instant(day: str | None, clock: re.Match[str], zone: tzinfo, now: datetime) -> datetime | None:
    """The next time it is so late, or that time of a day that is named; None for what no clock or calendar shows."""
    try:
        wanted = time(int(clock[1]), int(clock[2]))
        on = datetime.fromisoformat(day).date() if day else now.astimezone(zone).date()
    except ValueError:
        return None
    at = datetime.combine(on, wanted, zone).astimezone(UTC)
    if day is None and at <= now:
        at = datetime.combine(on + timedelta(days=1), wanted, zone).astimezone(UTC)
    return at
