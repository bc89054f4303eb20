"""Wishes about releases, bulk loads and numbers of other systems to core commands."""

from __future__ import annotations

import re

from chatdesk.adapters.talk.build import Built
from chatdesk.adapters.talk.terms import read_day
from chatdesk.adapters.talk.wish import About, Missing, Wish
from chatdesk.core import commands as c
from chatdesk.core.policy import Policy, Reason

_LEAD = re.compile(r"^(?:the\s+|la\s+)?(?:release|version|versión)\s+", re.IGNORECASE)
_DAY = re.compile(
    r"^(.+?)\s+(?:(?:(?:is\s+)?planned\s+)?(?:on|for)|(?:planificada\s+)?(?:para(?:\s+el)?|el))\s+(.+)$", re.IGNORECASE
)
_BARE_DAY = re.compile(r"^(.+?)\s+(\d{4}-\d{1,2}-\d{1,2})$")
_OUT = re.compile(
    r"\s+(?:is\s+)?(?:out|available|now|ya|(?:ya\s+)?(?:está\s+)?(?:disponible|publicada))$", re.IGNORECASE
)
_WORDS = re.compile(r":(?=\s|$)")
_LONGEST_NAME = 40
_NO_NAME = ("-", "–", "—")
LONGEST_EXTERNAL = 60


def announce(wish: Wish, about: About) -> Built:
    """`4.2 on 2026-05-01: words`, or without a day that it is out; or the fields of its form."""
    if "release" in wish.values:
        name, day, words = wish.values["release"], wish.values.get("day", ""), wish.values.get("text", "")
    else:
        name, day, words = _typed(wish)
    name = " ".join(name.split())
    if not name or len(name) > _LONGEST_NAME:
        return Missing("release")
    due_on = read_day(day, about.person.zone, wish.said_at) if day else None
    if day and due_on is None:
        return Missing("day")
    return c.AnnounceRelease(release=name, due_on=due_on, text_id=about.texts.add_if_any(words.strip()))


def load(wish: Wish, about: About) -> Built:
    """Rows to be loaded, written after the verb or in a file that came with it."""
    reason = reason_for_loads(about.policy) if about.policy else None
    if reason is None:
        return Missing("loads")
    rows = wish.values.get("rows") or wish.text
    if not rows.strip():
        return Missing("rows")
    return c.Open(
        case_id=about.new_id(),
        title_id=about.texts.add(reason.label.in_language(about.person.language)),
        description_id=about.texts.add(rows),
        reported_at=wish.said_at,
        via=wish.via,
        reason=reason.key,
    )


def reason_for_loads(policy: Policy) -> Reason | None:
    """The first reason that brings a file of rows."""
    return next((reason for reason in policy.reasons if reason.bulk_load is not None), None)


def approve_load(wish: Wish, about: About) -> Built:
    return c.ApproveLoad()


def decline_load(wish: Wish, about: About) -> Built:
    return c.DeclineLoad(text_id=about.texts.add_if_any(wish.text))


def name_elsewhere(wish: Wish, about: About) -> Built:
    """What another system calls the case; a dash where it is known there no more."""
    name = " ".join((wish.values.get("external") or wish.text).split())
    if not name or len(name) > LONGEST_EXTERNAL:
        return Missing("external")
    return c.NameElsewhere(external_id=None if name in _NO_NAME else name)


def _typed(wish: Wish) -> tuple[str, str, str]:
    head, words = wish.text, ""
    colon = _WORDS.search(head)
    if colon:
        head, words = head[: colon.start()], head[colon.end() :]
    head = _LEAD.sub("", head.strip())
    found = _DAY.match(head) or _BARE_DAY.match(head)
    if found:
        return found[1], found[2], words
    return _OUT.sub("", head), "", words
