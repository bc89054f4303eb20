"""On whose behalf somebody asks: ours for anybody the desk knows, a customer's people for their own organisation."""

from __future__ import annotations

from dataclasses import replace

from chatdesk.adapters.talk.opening import Opening
from chatdesk.adapters.talk.wish import Wish
from chatdesk.core.people import Standing
from chatdesk.core.view import PersonView
from chatdesk.reads import Reads


def known_to(reads: Reads, person: PersonView, named: PersonView | None) -> str | None:
    """The id of somebody who was named, as `person` may know it: whom a customer's people cannot know, nobody knows."""
    if named is None or person.standing is not Standing.CUSTOMER:
        return named.id if named else None
    return named.id if _is_colleague(reads, person, named.id) else None


def within_reach(reads: Reads, wish: Wish, person: PersonView) -> Wish:
    """The wish without a requester who is not the asker's to speak for: then they ask for themselves.

    So it is where a customer's person makes a case of a message that one of us wrote.
    """
    requester = wish.values.get("requester")
    if not requester or person.standing is not Standing.CUSTOMER or _is_colleague(reads, person, requester):
        return wish
    return replace(wish, values={key: value for key, value in wish.values.items() if key != "requester"})


def named_requester(reads: Reads, wish: Wish, asked: Opening, person: PersonView) -> str | None:
    """The person whom the words name as the one it is for, by their id; "" for somebody who is not known."""
    if asked.for_mark is None:
        return None
    return known_to(reads, person, reads.person(wish.mentioned[asked.for_mark].identity)) or ""


def _is_colleague(reads: Reads, person: PersonView, other_id: str) -> bool:
    own, other = reads.customer_of_person(person.id), reads.customer_of_person(other_id)
    return own is not None and other is not None and own.id == other.id
