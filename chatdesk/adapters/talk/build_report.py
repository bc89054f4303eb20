"""Wishes about reports, outages and ratings to core commands."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from chatdesk.adapters.talk.build import Built
from chatdesk.adapters.talk.terms import read_term
from chatdesk.adapters.talk.wish import About, Missing, Wish
from chatdesk.core import commands as c
from chatdesk.core.uptime import OutageKind

_DEGRADED = ("degraded", "slow", "degradado", "degradada", "lento", "lenta")
_DOWN = ("down", "out", "caido", "caído", "caida", "caída", "abajo")
_SINCE = re.compile(r"\b(?:since|from|desde|at|a las)\s+(.+)$", re.IGNORECASE)
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})")


def authorise(wish: Wish, about: About) -> Built:
    return c.AuthoriseReport(text_id=about.texts.add_if_any(wish.text))


def dismiss(wish: Wish, about: About) -> Built:
    return c.DeclineReport(text_id=about.texts.add_if_any(wish.text))


def mark_outage(wish: Wish, about: About) -> Built:
    said = wish.values.get("outage") or wish.text
    words = {word.strip(".,").casefold() for word in said.split()}
    kind = OutageKind.DEGRADED if words & set(_DEGRADED) else OutageKind.DOWN if words & set(_DOWN) else None
    if kind is None:
        return Missing("outage")
    since = wish.values.get("since") or (match[1] if (match := _SINCE.search(wish.text)) else "")
    if not since:
        return c.MarkOutage(kind=kind)
    at = _moment(since, wish, about)
    return c.MarkOutage(kind=kind, started_at=at) if at else Missing("moment")


def end_outage(wish: Wish, about: About) -> Built:
    words = re.sub(r"^(?:at|since|from|a las|desde)\s+", "", wish.words.strip())
    if not words:
        return c.EndOutage()
    at = _moment(words, wish, about)
    return c.EndOutage(ended_at=at) if at else Missing("moment")


def rate(wish: Wish, about: About) -> Built:
    said = wish.values.get("score") or wish.words.strip()
    match = re.match(r"([1-5])\b(.*)", said, re.DOTALL)
    if match is None:
        return Missing("score")
    comment = wish.values.get("text") or match[2].strip(" :,-")
    return c.Rate(score=int(match[1]), text_id=about.texts.add_if_any(comment))


def _moment(words: str, wish: Wish, about: About) -> datetime | None:
    """A moment of the past; a time alone is today's."""
    if about.policy is None:
        return None
    clock = _CLOCK.fullmatch(words.strip())
    today = wish.said_at.astimezone(ZoneInfo(about.person.zone)).date().isoformat()
    hours = about.policy.hours(about.policy.main_hours)
    term = read_term(f"{today} {words}" if clock else words, about.person.zone, hours, wish.said_at)
    return term.due_at if term else None
