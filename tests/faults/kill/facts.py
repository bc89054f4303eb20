"""What must come out the same whenever the program died: what people read, and what is stored."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from sqlalchemy import select, text

from chatdesk import i18n
from chatdesk.cli_case import verify
from chatdesk.playground import text_of
from chatdesk.playground.conversations import Message
from chatdesk.store.engine import make_engine
from chatdesk.store.tables import cases
from tests.faults.kill.life import Life

_MARKS = [i18n.flat(i18n.say(language, "repeat.mark")) for language in ("en", "es")]
_SPAN = re.compile(r"\b\d+ (?:h|min|s)\b(?: \d+ min\b)?")
_READ = (
    "SELECT number, status, severity, owner_id FROM cases",
    "SELECT number, events.type FROM events JOIN cases ON cases.id = case_id",
    "SELECT number, kind, audience_kind, audience_name, about, state FROM deliveries"
    " LEFT JOIN cases ON cases.id = case_id",
    "SELECT number, field, texts.body FROM texts JOIN cases ON cases.id = case_id",
    "SELECT number, view, anchor_state, card_wanted = card_sent, card_token IS NULL FROM places"
    " JOIN cases ON cases.id = case_id",
)


@dataclass(frozen=True)
class Facts:
    """`read` counts each message by where it stands and what it says, `marked` those that say they may be repeats."""

    read: Counter[tuple[str, str]]
    marked: Counter[tuple[str, str]]
    stored: Counter[str]
    is_sound: bool


@dataclass(frozen=True)
class Verdict:
    """How a run with a death differs from one without: nothing may, but for repeats that say so."""

    lost: list[str]
    twice: list[str]
    marked: list[str]

    @property
    def is_good(self) -> bool:
        return not self.lost and not self.twice


def facts(life: Life) -> Facts:
    read: Counter[tuple[str, str]] = Counter()
    marked: Counter[tuple[str, str]] = Counter()
    for place in life.playground.workspace.conversations.values():
        for message in place.messages.values():
            if message.is_from_app:
                said = _plain(message)
                into = marked if any(mark in said for mark in _MARKS) else read
                into[_where(life, place.name or " and ".join(place.members), message), _unmarked(said)] += 1
    return Facts(read, marked, _stored(life.database_url), verify(life.database_url, None) == 0)


def judge(seen: Facts, whole: Facts) -> Verdict:
    """`whole` is what comes of the story when nobody dies."""
    everything = seen.read + seen.marked
    lost = [f"{where}: {said}" for where, said in (whole.read - everything).elements()]
    more = everything - whole.read
    marked = [f"{where}: {said}" for where, said in (more & seen.marked).elements()]
    twice = [f"{where}: {said}" for where, said in (more - seen.marked).elements()]
    lost += [f"stored: {row}" for row in (whole.stored - seen.stored).elements()]
    twice += [f"stored: {row}" for row in (seen.stored - whole.stored).elements()]
    if not seen.is_sound:
        lost.append("a case is not what its events give")
    return Verdict(lost, twice, marked)


def _where(life: Life, place: str, message: Message) -> str:
    return f"{place}, in a thread" if message.thread_ts else place


def _plain(message: Message) -> str:
    return re.sub(r"\s+", " ", text_of(message)).strip()


def _unmarked(said: str) -> str:
    """What is said apart from the mark, and from how much time is left: who is told later has less of it."""
    for mark in _MARKS:
        said = said.replace(mark, "")
    said = _SPAN.sub("some time", said)
    return re.sub(r"\s+", " ", said).strip()


def _stored(url: str) -> Counter[str]:
    engine = make_engine(url)
    try:
        with engine.connect() as connection:
            rows = [tuple(row) for query in _READ for row in connection.execute(text(query))]
            bodies = connection.execute(select(cases.c.number, cases.c.body)).all()
    finally:
        engine.dispose()
    rows += [
        (number, clock["metric"], clock["cycle"], clock["state"], clock["due_at"])
        for number, body in bodies
        for clock in body["clocks"]
    ]
    return Counter(" ".join(str(value) for value in row) for row in rows)
