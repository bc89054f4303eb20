"""A case that is made of a message. Several doors lead there (reaction, shortcut, button), and it is made once."""

from __future__ import annotations

from datetime import datetime

from chatdesk.adapters.talk.replies import sentence_card
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.model import Card
from chatdesk.cards.voice import strong
from chatdesk.core.inbound import CaseRef
from chatdesk.core.view import Reader
from chatdesk.reads import Reads

# The value that says so; forms carry it.
FROM_MESSAGE = "from_message"


def already_a_case(reads: Reads, wish: Wish, reader: Reader, now: datetime) -> Card | None:
    """What to say where the message's thread is a case's already; its number only to those who may know it."""
    if FROM_MESSAGE not in wish.values or wish.place is None:
        return None
    here = reads.case_of_thread(wish.place)
    if here is None:
        return None
    known = reads.find_case(CaseRef(case_id=here[0]), wish.identity)
    view = reads.case_view(known, now) if known else None
    if view is None:
        return sentence_card(reader, "talk.already_a_case")
    return sentence_card(reader, "talk.already_this_case", number=strong(view.case.number))
