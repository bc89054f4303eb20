"""The form that opens a case: under whose promise, and with what was said already."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from chatdesk.adapters.talk.asking import opening_form
from chatdesk.adapters.talk.behalf import named_requester
from chatdesk.adapters.talk.build_records import reason_for_loads
from chatdesk.adapters.talk.from_message import FROM_MESSAGE
from chatdesk.adapters.talk.looks import policy_here
from chatdesk.adapters.talk.opening import read_opening
from chatdesk.adapters.talk.spoken import readable
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.model import Form
from chatdesk.cards.severity_fields import QUESTION
from chatdesk.core.errors import Refused
from chatdesk.core.policy import Policy
from chatdesk.core.view import CustomerView, PersonView, Reader
from chatdesk.reads import Reads


def form_to_open(
    reads: Reads, wish: Wish, person: PersonView, reader: Reader, values: Mapping[str, str], now: datetime
) -> Form | Refused:
    """The form, or why there is none."""
    asked = read_opening(wish.words)
    typed = {
        "title": "\n".join([readable(asked.title, wish.mentioned), *_file_lines(wish)]).strip(),
        "severity": asked.severity or "",
        "via": asked.via or "",
    }
    given = {key: value for key, value in typed.items() if value} | dict(values)
    named = named_requester(reads, wish, asked, person)
    if named == "":
        return Refused("requester.unknown")
    customers: tuple[CustomerView, ...] = ()
    policy = _policy_of(reads, named or values.get("requester")) or policy_here(reads, wish, person, now)
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
    # Ours have a field for it.
    way = given.get("via", "") if reader.is_customer else ""
    return opening_form(policy, reader, given, _carried(wish, named, way), customers)


def policy_to_open(reads: Reads, wish: Wish, person: PersonView, now: datetime) -> Policy | None:
    """Under whose promise rows are sent or a form's questions are asked; None for every other wish, which needs none
    before there is a case.
    """
    if wish.verb == "load":
        return policy_here(reads, wish, person, now)
    if not any(key.startswith(QUESTION) and value for key, value in wish.values.items()):
        return None
    policy = _policy_of(reads, wish.values.get("requester")) or policy_here(reads, wish, person, now)
    return policy or _chosen_policy(reads, wish.values, reads.customers())


def _file_lines(wish: Wish) -> list[str]:
    """A form carries words only: the files of the message it is about stand in them by name and link."""
    return [line for file in wish.files for line in (f"📎 {file.name}", file.url or "") if line]


def _chosen_policy(reads: Reads, given: Mapping[str, str], customers: tuple[CustomerView, ...]) -> Policy | None:
    """Whose promise the form asks about: that of the customer chosen in it, else the first one's."""
    chosen = next((each for each in customers if each.id == given.get("customer")), None)
    if chosen is None and customers:
        chosen = customers[0]
    return reads.policy_for(chosen.id) if chosen else None


def _policy_of(reads: Reads, person_id: str | None) -> Policy | None:
    """The promise to the organisation of a customer's person."""
    customer = reads.customer_of_person(person_id) if person_id else None
    return reads.policy_for(customer.id) if customer else None


def _carried(wish: Wish, requester: str | None, way: str) -> dict[str, str]:
    """What a form must bring back that nobody fills in."""
    kept = {key: wish.values[key] for key in ("requester", "follows", FROM_MESSAGE) if key in wish.values}
    return kept | ({"requester": requester} if requester else {}) | ({"via": way} if way else {})
