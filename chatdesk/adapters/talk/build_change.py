"""Wishes about dates, change requests and problems to core commands."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from chatdesk.adapters.talk.build import Built, title_and_description
from chatdesk.adapters.talk.terms import read_term
from chatdesk.adapters.talk.wish import About, Missing, Wish
from chatdesk.core import commands as c
from chatdesk.core.agreement import Term
from chatdesk.core.policy import Kind


def offer_term(wish: Wish, about: About) -> Built:
    term = _term(wish, about)
    return c.OfferTerm(term=term) if term else Missing("term")


def accept_term(wish: Wish, about: About) -> Built:
    """Of the offer that was read: the button's, or for one who types the offer that stands."""
    if "offered_at" in wish.values:
        # A button may carry anything; what is no moment is no offer that stands.
        with suppress(ValueError):
            return c.AcceptTerm(offered_at=datetime.fromisoformat(wish.values["offered_at"]))
        return c.AcceptTerm(offered_at=wish.said_at)
    offer = about.view.case.offer if about.view else None
    # Where nothing is offered, the core says so.
    return c.AcceptTerm(offered_at=offer.offered_at if offer else wish.said_at)


def decline_term(wish: Wish, about: About) -> Built:
    return c.DeclineTerm(text_id=about.texts.add_if_any(wish.text))


def write_needs(wish: Wish, about: About) -> Built:
    return c.WriteNeeds(text_id=about.texts.add(wish.text)) if wish.text else Missing("text")


def add_criterion(wish: Wish, about: About) -> Built:
    return c.AddCriterion(text_id=about.texts.add(wish.text)) if wish.text else Missing("text")


def evaluate(wish: Wish, about: About) -> Built:
    return c.EvaluateChange(text_id=about.texts.add(wish.text)) if wish.text else Missing("effort")


def schedule(wish: Wish, about: About) -> Built:
    term = _term(wish, about)
    return c.ScheduleChange(term=term) if term else Missing("term")


def open_problem(wish: Wish, about: About) -> Built:
    """A problem is seen in the case that is named; it belongs to the same customer."""
    if about.view is None:
        return Missing("title")
    case = about.view.case
    title, rest = title_and_description(wish.values.get("title") or wish.text)
    if not title:
        return Missing("title")
    return c.Open(
        case_id=about.new_id(),
        title_id=about.texts.add(title),
        description_id=about.texts.add_if_any(wish.values.get("description", "").strip() or rest),
        customer_id=case.customer_id,
        requester_id=about.person.id,
        reported_at=wish.said_at,
        via=wish.via,
        kind=Kind.PROBLEM,
        severity=case.severity,
        found_in=(case.id, *((about.other_id,) if about.other_id else ())),
    )


def _term(wish: Wish, about: About) -> Term | None:
    if about.policy is None:
        return None
    hours = about.policy.hours(about.policy.main_hours)
    words = wish.values.get("term") or wish.text
    return read_term(words, about.person.zone, hours, wish.said_at)
