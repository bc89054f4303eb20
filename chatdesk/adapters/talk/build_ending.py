"""Wishes about how a case ends, comes back or meets another, to core commands."""

from __future__ import annotations

import re

from chatdesk.adapters.talk.build import Built
from chatdesk.adapters.talk.wish import About, Missing, Wish
from chatdesk.core import commands as c
from chatdesk.core.case import Resolution
from chatdesk.core.change import ChangeStep
from chatdesk.core.policy import Choice, Kind
from chatdesk.core.view import CaseView

_WORKAROUND_WORDS = ("workaround", "bypass", "rodeo", "provisional")
_PERMANENT_WORDS = ("permanent", "permanently", "permanente", "definitivo", "definitiva")


def resolve(wish: Wish, about: About) -> Built:
    text = wish.text
    resolution = wish.values.get("resolution")
    head = re.match(r"(?:with|con)?\s*(?:an?|una?)?\s*([^\W\d_]+)\s*(?:fix|solution|solución)?\s*[:,-]?\s*", text)
    if resolution is None and head and head[1].casefold() in (*_WORKAROUND_WORDS, *_PERMANENT_WORDS):
        resolution = Resolution.WORKAROUND if head[1].casefold() in _WORKAROUND_WORDS else Resolution.PERMANENT
        text = text[head.end() :].strip()
    if not text:
        return Missing("text")
    for what, choices in _correction_asked(about):
        if wish.values.get(what) not in {choice.value for choice in choices}:
            return Missing(what)
    return c.Resolve(
        resolution=Resolution(resolution or Resolution.PERMANENT),
        text_id=about.texts.add(text),
        means=wish.values.get("means"),
        site=wish.values.get("site"),
    )


def approve(wish: Wish, about: About) -> Built:
    """Yes to the fix; on a change request that asks for it, yes to its acceptance criterion."""
    return c.ApproveCriterion() if awaits_criterion(about.view) else c.Approve()


def reject(wish: Wish, about: About) -> Built:
    text = wish.text
    if not text:
        return Missing("text")
    no = c.RefuseCriterion if awaits_criterion(about.view) else c.Reject
    return no(text_id=about.texts.add(text))


def close(wish: Wish, about: About) -> Built:
    return c.Close()


def reopen(wish: Wish, about: About) -> Built:
    text = wish.text
    return c.Reopen(text_id=about.texts.add(text)) if text else Missing("text")


def withdraw(wish: Wish, about: About) -> Built:
    return c.Withdraw(text_id=about.texts.add_if_any(wish.text))


def link(wish: Wish, about: About) -> Built:
    relation = wish.values.get("relation") or "related"
    return c.LinkTo(other_id=about.other_id, relation=relation) if about.other_id else Missing("other_case")


def merge(wish: Wish, about: About) -> Built:
    return c.MergeInto(other_id=about.other_id) if about.other_id else Missing("other_case")


def awaits_criterion(view: CaseView | None) -> bool:
    change = view.case.change if view else None
    return change is not None and change.step is ChangeStep.CRITERION_ADDED


def _correction_asked(about: About) -> list[tuple[str, tuple[Choice, ...]]]:
    """What the policy wants to know of a correction besides the words (C2-5, COD-14)."""
    if about.view is None or about.view.case.kind not in (Kind.INCIDENT, Kind.PROBLEM):
        return []
    policy = about.view.policy
    asked = (("means", policy.correction_means), ("site", policy.correction_sites))
    return [(what, choices) for what, choices in asked if choices]
