"""What is said to somebody whose words name no verb: what can be said, what was perhaps meant, or that it may be a
case."""

from __future__ import annotations

from dataclasses import replace

from chatdesk import i18n
from chatdesk.adapters.talk import replies
from chatdesk.adapters.talk.answer import not_for_them
from chatdesk.adapters.talk.grammar import Phrase
from chatdesk.adapters.talk.looks import help_here
from chatdesk.cards.model import Button, Card
from chatdesk.core.places import MessageRef, Place
from chatdesk.core.view import PersonView, Reader
from chatdesk.reads import Reads


def puzzled_card(
    reads: Reads,
    person: PersonView | None,
    reader: Reader,
    place: Place | None,
    phrase: Phrase,
    called: str,
    offers: MessageRef | None,
    is_admin: bool = False,
) -> Card:
    """To whoever just tells what is wrong in the message `offers` a case is offered; whoever said nothing at all is
    told what can be said."""
    # What is the other side's to do would only be refused.
    phrase = replace(phrase, guesses=tuple(verb for verb in phrase.guesses if not_for_them(verb, reader) is None))
    if not phrase.typed and person is not None:
        return help_here(reads, person, reader, place, called, is_admin=is_admin)
    offer = None
    is_a_report = len(phrase.words.split()) > (2 if phrase.guesses else 1)
    # Ours are offered one in their own chat with us, where nobody else can have been meant.
    is_theirs = reader.is_customer or not called
    if offers and person and is_theirs and is_a_report:
        label = i18n.plain(i18n.supported(reader.language), "button.open")
        offer = Button("open", label, (("message", offers.message),), "primary", opens_form=True)
    return replies.not_understood_card(phrase, reader, called, offer)
