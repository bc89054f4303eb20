"""What one person is told in answer to a wish."""

from __future__ import annotations

from dataclasses import dataclass

from chatdesk.adapters.talk.verb import Verb, Who
from chatdesk.cards.answers import refusal_card
from chatdesk.cards.model import Card
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done
from chatdesk.core.view import CaseView, Reader

# Refusals that one more word in a form would have answered, and what it is.
LACKS = {
    "symptoms.missing": "description",
    "load.missing": "description",
    "load.faulty": "description",
}


@dataclass(frozen=True)
class Answer:
    """What one person is told, and they alone. `missing` names what a form's fields still lack."""

    card: Card
    reader: Reader
    done: Done | None = None
    refused: Refused | None = None
    missing: str | None = None

    @property
    def is_repeat(self) -> bool:
        """The answer to a request that was seen before."""
        return self.done is not None and self.done.is_repeat


def refused_answer(refused: Refused, reader: Reader, view: CaseView | None = None) -> Answer:
    return Answer(refusal_card(refused, reader, view), reader, refused=refused)


def not_for_them(verb: Verb, reader: Reader) -> Answer | None:
    if verb.who is Who.OURS and reader.is_customer:
        return refused_answer(Refused.because("not_allowed", who="agent"), reader)
    if verb.who is Who.CUSTOMERS and not reader.is_customer:
        return refused_answer(Refused.because("not_allowed", who="customer"), reader)
    return None
