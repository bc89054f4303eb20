"""The conversation, free of any platform: a wish in, an answer out. Synchronous; one call is one hop to the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from chatdesk import i18n
from chatdesk.adapters.talk import replies
from chatdesk.adapters.talk.asking import case_form, has_form, why_no_form, why_not_now
from chatdesk.adapters.talk.finding import NotOne, NotThere, find, find_named
from chatdesk.adapters.talk.grammar import Phrase
from chatdesk.adapters.talk.looks import help_here, look
from chatdesk.adapters.talk.opening_form import form_to_open, policy_for_load
from chatdesk.adapters.talk.verb import Verb, Who
from chatdesk.adapters.talk.verbs import BY_NAME
from chatdesk.adapters.talk.wish import About, Missing, Texts, Wish
from chatdesk.cards.answers import outcome_card, refusal_card
from chatdesk.cards.lists import home_card
from chatdesk.cards.model import Button, Card, Form
from chatdesk.cards.releases import release_form
from chatdesk.core.commands import Command
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import CaseRef, Done, Inbound
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.core.view import CaseView, PersonView, Reader
from chatdesk.desk import Desk, not_found
from chatdesk.reads import Reads


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


# Refusals that one more word in a form would have answered, and what it is.
_LACKS = {
    "symptoms.missing": "description",
    "load.missing": "description",
    "load.faulty": "description",
}


class Talk:
    def __init__(self, desk: Desk, reads: Reads, new_id: Callable[[], str]) -> None:
        self._desk = desk
        self._reads = reads
        self._new_id = new_id

    def answer(self, wish: Wish, now: datetime) -> Answer:
        """Carries out a wish, or looks up what it asks for."""
        reader = self.reader(wish.identity, wish.place)
        verb = BY_NAME.get(wish.verb)
        if verb is None:
            return Answer(replies.sentence_card(reader, "talk.old_button"), reader)
        person = self._reads.person(wish.identity)
        if person is None:
            return _of_nobody(verb, wish, reader)
        view = self._case(verb, wish, person, reader, now) if verb.needs_case else None
        if isinstance(view, Answer):
            return view
        # Some verbs share a command with one of the other side's; a forged button must not pass for theirs.
        if (refused := _not_for_them(verb, reader)) is not None:
            return refused
        if verb.build is None or (verb.looks_alone and wish.is_bare):
            return Answer(look(self._reads, verb, wish, person, reader, view, now), reader)
        if wish.leftover:
            return Answer(replies.leftover_card(verb, wish.leftover, view, reader, wish.called), reader)
        about = self._about(wish, person, view, now)
        built = verb.build(wish, about)
        if isinstance(built, Missing):
            card = replies.missing_card(verb, built.what, view, reader, wish.called)
            return Answer(card, reader, missing=built.what)
        return self._carry_out(wish, built, about.texts, view, reader, now)

    def form(self, wish: Wish, now: datetime, untouched: frozenset[str] = frozenset()) -> Form | Answer:
        """The form that asks for what a wish lacks, or why there is none.

        `untouched` names the fields that hold what they were drawn with, so that a
        suggestion does not count as the person's own word when the form is drawn again.
        """
        reader = self.reader(wish.identity, wish.place)
        verb = BY_NAME.get(wish.verb)
        person = self._reads.person(wish.identity)
        if verb is None or not has_form(verb.name):
            return Answer(replies.sentence_card(reader, "talk.old_button"), reader)
        if person is None:
            return _of_nobody(verb, wish, reader)
        values = {key: value for key, value in wish.values.items() if key != "severity" or key not in untouched}
        if (refused := _not_for_them(verb, reader)) is not None and not verb.needs_case:
            return refused
        if verb.name == "release":
            return release_form(reader)
        if not verb.needs_case:
            form = form_to_open(self._reads, wish, person, reader, values, now)
            return _refused(form, reader) if isinstance(form, Refused) else form
        view = self._case(verb, wish, person, reader, now)
        if isinstance(view, Answer):
            return view
        if (refused := _not_for_them(verb, reader)) is not None:
            return refused
        if (why_not := why_no_form(verb.name, view)) is not None:
            return self.sentence(wish, why_not)
        if (not_now := why_not_now(verb.name, view)) is not None:
            return _refused(not_now, reader, view)
        return case_form(verb.name, view, reader, values)

    def home(self, identity: Identity, now: datetime, *, shows_each: bool = False) -> Card:
        """A person's own page; `shows_each` where it is a message with buttons to each case."""
        reader = self.reader(identity, None)
        person = self._reads.person(identity)
        if person is None:
            return replies.sentence_card(reader, "talk.home_of_nobody")
        home = self._reads.home(person, now)
        return home_card(home.mine, home.others, reader, shows_each=shows_each)

    def reader(self, identity: Identity, place: Place | None) -> Reader:
        """Whose words and zone: the person's own, or their place's where they are not known."""
        person = self._reads.person(identity)
        if person is not None:
            hears_all = place is None or place.hears_all
            return Reader(person.language, person.zone, person.standing, person.id, hears_all)
        at_place = self._reads.reader_of_place(place) if place else None
        return replace(at_place, standing=Standing.CUSTOMER) if at_place else Reader("en", "UTC", Standing.CUSTOMER)

    def puzzled(
        self, identity: Identity, place: Place | None, phrase: Phrase, called: str, offers: MessageRef | None
    ) -> Answer:
        """What was typed is no verb. To a customer who just tells what is wrong in the message `offers`, a case
        is offered; whoever said nothing at all is told what can be said."""
        reader = self.reader(identity, place)
        person = self._reads.person(identity)
        if not phrase.typed and person is not None:
            in_thread = place is not None and self._reads.case_of_thread(place) is not None
            card = help_here(self._reads, person, reader, place, called, in_thread=in_thread)
            return Answer(card, reader)
        offer = None
        is_a_report = len(phrase.words.split()) > (2 if phrase.guesses else 1)
        if offers and person and reader.is_customer and is_a_report:
            label = i18n.plain(i18n.supported(reader.language), "button.open")
            offer = Button("open", label, (("message", offers.message),), "primary", opens_form=True)
        return Answer(replies.not_understood_card(phrase, reader, called, offer), reader)

    def sentence(self, wish: Wish, key: str) -> Answer:
        """One phrase of the catalogue, in the person's words."""
        reader = self.reader(wish.identity, wish.place)
        return Answer(replies.sentence_card(reader, key), reader)

    def _case(self, verb: Verb, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> CaseView | Answer:
        match find(self._reads, verb, wish, person, now):
            case NotThere():
                return _refused(not_found(wish.case), reader)
            case NotOne(candidates):
                return Answer(replies.which_case_card(verb, candidates, reader, wish.called), reader)
            case view:
                return view

    def _about(self, wish: Wish, person: PersonView, view: CaseView | None, now: datetime) -> About:
        mentioned = [self._reads.person(mention.identity) for mention in wish.mentioned]
        other = wish.others[0] if wish.others else wish.values.get("other", "").strip().lstrip("#")
        other_id = find_named(self._reads, CaseRef(number=other), wish, person, now) if other else None
        return About(
            person=person,
            texts=Texts(self._new_id),
            new_id=self._new_id,
            view=view,
            policy=view.policy if view else policy_for_load(self._reads, wish, person, now),
            people=tuple(each.id if each else None for each in mentioned),
            other_id=other_id,
        )

    def _carry_out(
        self, wish: Wish, command: Command, texts: Texts, view: CaseView | None, reader: Reader, now: datetime
    ) -> Answer:
        outcome = self._desk.handle(
            Inbound(
                id=wish.id,
                identity=wish.identity,
                command=command,
                case=CaseRef(case_id=view.case.id) if view else None,
                texts=texts.bodies,
                place=wish.place,
                message=wish.message,
            ),
            now,
        )
        if isinstance(outcome, Refused):
            said = "\n".join(texts.bodies.values())
            card = refusal_card(outcome, reader, view and self._again(view, now), said)
            return Answer(card, reader, refused=outcome, missing=_LACKS.get(outcome.reason))
        after = self._reads.case_view(outcome.case_id, now)
        return Answer(outcome_card(outcome, command, reader, after), reader, done=outcome)

    def _again(self, view: CaseView, now: datetime) -> CaseView:
        """The case as it stands after somebody else was quicker: whoever did it must have a name in the refusal."""
        return self._reads.case_view(view.case.id, now) or view


def _refused(refused: Refused, reader: Reader, view: CaseView | None = None) -> Answer:
    return Answer(refusal_card(refused, reader, view), reader, refused=refused)


def _of_nobody(verb: Verb, wish: Wish, reader: Reader) -> Answer:
    """To those outside, no case is there; and where none is asked for, they learn that they are not known."""
    if verb.needs_case:
        return _refused(not_found(wish.case), reader)
    return Answer(replies.sentence_card(reader, "talk.unknown_account"), reader, refused=Refused("not_found"))


def _not_for_them(verb: Verb, reader: Reader) -> Answer | None:
    if verb.who is Who.OURS and reader.is_customer:
        return _refused(Refused.because("not_allowed", who="agent"), reader)
    if verb.who is Who.CUSTOMERS and not reader.is_customer:
        return _refused(Refused.because("not_allowed", who="customer"), reader)
    return None
