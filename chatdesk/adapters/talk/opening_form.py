"""The form that opens a case: under whose promise, and with what was said already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chatdesk.adapters.talk.asking import opening_form
from chatdesk.adapters.talk.build_records import reason_for_loads
from chatdesk.adapters.talk.looks import policy_here
from chatdesk.adapters.talk.opening import read_opening
from chatdesk.adapters.talk.spoken import readable
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.model import Form
from chatdesk.core.errors import Refused
from chatdesk.core.policy import Policy
from chatdesk.core.view import CustomerView, PersonView, Reader
from chatdesk.reads import Reads


def form_to_open(
    reads: Reads, wish: Wish, person: PersonView, reader: Reader, values: Mapping[str, str], now: datetime
) -> Form | Refused:
    """The form, or why there is none."""
    asked = read_opening(wish.words)
    typed = {"title": readable(asked.title, wish.mentioned), "severity": asked.severity or ""}
    given = {key: value for key, value in typed.items() if value} | dict(values)
    customers: tuple[CustomerView, ...] = ()
    policy = policy_here(reads, wish, person, now)
    if policy is None:
        customers = reads.customers()
        policy = _chosen_policy(reads, given, customers)
    if policy is None:
        return Refused("customer.unknown")
    if wish.verb == "load":
        reason = reason_for_loads(policy)
        if reason is None:
            return Refused("load.not_here")
        title = reason.label.in_language(reader.language)
        given = {"title": title, "description": given.pop("title", ""), **given, "reason": reason.key}
    return opening_form(policy, reader, given, _carried(wish, asked.via), customers)


def policy_for_load(reads: Reads, wish: Wish, person: PersonView, now: datetime) -> Policy | None:
    """Under whose promise rows are sent; None for every other wish, which needs none before there is a case."""
    return policy_here(reads, wish, person, now) if wish.verb == "load" else None


def _chosen_policy(reads: Reads, given: Mapping[str, str], customers: tuple[CustomerView, ...]) -> Policy | None:
    """Whose promise the form asks about: that of the customer chosen in it, else the first one's."""
    chosen = next((each for each in customers if each.id == given.get("customer")), None)
    if chosen is None and customers:
        chosen = customers[0]
    return reads.policy_for(chosen.id) if chosen else None


def _carried(wish: Wish, via: str | None) -> dict[str, str]:
    """What a form must bring back that nobody fills in."""
    kept = {key: wish.values[key] for key in ("requester", "via", "follows") if key in wish.values}
    return kept | ({"via": via} if via else {})
