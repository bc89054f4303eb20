"""The verbs that only look something up: list, show, explain, hours, help."""

from __future__ import annotations

from datetime import datetime

from chatdesk.adapters.talk.explaining import explanation
from chatdesk.adapters.talk.names import plain_word
from chatdesk.adapters.talk.replies import sentence_card
from chatdesk.adapters.talk.verb import Verb
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.case import case_card
from chatdesk.cards.lists import explain_card, help_card, hours_card, list_card
from chatdesk.cards.model import Card
from chatdesk.core.places import Place
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, PersonView, Reader
from chatdesk.reads import Reads, Scope

_SCOPES = {
    "": Scope.OPEN,
    "open": Scope.OPEN,
    "abiertos": Scope.OPEN,
    "mine": Scope.MINE,
    "my": Scope.MINE,
    "me": Scope.MINE,
    "mios": Scope.MINE,
    "mis": Scope.MINE,
    "all": Scope.ALL,
    "closed": Scope.ALL,
    "todo": Scope.ALL,
    "todos": Scope.ALL,
}


def look(
    reads: Reads, verb: Verb, wish: Wish, person: PersonView, reader: Reader, view: CaseView | None, now: datetime
) -> Card:
    """The card that answers a question; nothing is changed."""
    match verb.name:
        case "list":
            return _list(reads, wish, person, reader, now)
        case "show" if view is not None:
            return case_card(view, reader)
        case "explain" if view is not None:
            title, lines = explanation(view, reader)
            return explain_card(title, lines, reader)
        case "hours":
            return _hours(reads, wish, person, reader, now)
        case "help":
            in_thread = wish.place is not None and reads.case_of_thread(wish.place) is not None
            return help_card(reader, wish.called, in_thread=in_thread, prefix=prefix_here(reads, person, wish.place))
    raise LookupError(f"nothing is looked up for {verb.name}")


def policy_here(reads: Reads, wish: Wish, person: PersonView, now: datetime) -> Policy | None:
    """The promise that holds where somebody asks: their own organisation's, the channel's, the thread's case's."""
    customer = reads.customer_of_person(person.id)
    if customer is None and wish.place is not None:
        customer = reads.customer_of_place(wish.place)
    if customer is not None:
        return reads.policy_for(customer.id)
    case_id = None
    if wish.case is not None:
        case_id = reads.find_case(wish.case, wish.identity)
    elif wish.place is not None and (here := reads.case_of_thread(wish.place)):
        case_id = here[0]
    view = reads.case_view(case_id, now) if case_id else None
    return view.policy if view else None


def prefix_here(reads: Reads, person: PersonView, place: Place | None) -> str | None:
    """How the numbers begin that somebody would name: those of their own organisation, else of the channel's."""
    customer = reads.customer_of_person(person.id)
    if customer is None and place is not None:
        customer = reads.customer_of_place(place)
    return customer.prefix if customer else None


def _list(reads: Reads, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> Card:
    words = wish.text
    scope = _SCOPES.get(plain_word(words.split()[0]) if words else "")
    if scope is None:
        return list_card(reads.search(person, words, now), reader)
    return list_card(reads.list_cases(person, scope, now), reader)


def _hours(reads: Reads, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> Card:
    policy = policy_here(reads, wish, person, now)
    if policy is None:
        named = reads.customer_named(wish.text) if wish.text and not reader.is_customer else None
        policy = reads.policy_for(named.id) if named else None
    return hours_card(policy, reader, now) if policy else sentence_card(reader, "talk.whose_hours")
