"""The conversation, free of any platform: a wish in, an answer out. Synchronous; one call is one hop to the store."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from chatdesk.adapters.talk import replies
from chatdesk.adapters.talk.administering import Administering
from chatdesk.adapters.talk.answer import LACKS, not_for_them, refused_answer
from chatdesk.adapters.talk.answer import Answer as Answer
from chatdesk.adapters.talk.asking import case_form, has_form, why_no_form, why_not_now
from chatdesk.adapters.talk.behalf import known_to, within_reach
from chatdesk.adapters.talk.finding import NotOne, NotThere, find, find_named
from chatdesk.adapters.talk.from_message import already_a_case
from chatdesk.adapters.talk.grammar import Phrase, unknown
from chatdesk.adapters.talk.looks import home_of, look
from chatdesk.adapters.talk.offering import puzzled_card
from chatdesk.adapters.talk.opening_form import form_to_open, policy_to_open
from chatdesk.adapters.talk.verb import Verb
from chatdesk.adapters.talk.verbs import BY_NAME
from chatdesk.adapters.talk.verbs_of_admin import ADMIN
from chatdesk.adapters.talk.wish import About, Missing, Texts, Wish
from chatdesk.cards.answers import outcome_card, refusal_card
from chatdesk.cards.model import Card, Form
from chatdesk.cards.releases import announcement_card, release_form
from chatdesk.core.commands import AnnounceRelease, Command
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import CaseRef, Inbound
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.core.setting_up import Step
from chatdesk.core.view import CaseView, PersonView, Reader
from chatdesk.desk import Desk, not_found
from chatdesk.reads import Reads


class Talk:
    def __init__(
        self, desk: Desk, reads: Reads, new_id: Callable[[], str], admins: frozenset[str] = frozenset()
    ) -> None:
        self._desk = desk
        self._reads = reads
        self._new_id = new_id
        self._admin = Administering(desk, reads, admins)

    def answer(self, wish: Wish, now: datetime) -> Answer:
        """Carries out a wish, or looks up what it asks for."""
        reader = self.reader(wish.identity, wish.place)
        verb = BY_NAME.get(wish.verb)
        if verb is None:
            return Answer(replies.sentence_card(reader, "talk.old_button"), reader)
        if verb is ADMIN:
            return self._administer(wish, reader, now)
        person = self._reads.person(wish.identity)
        if person is None:
            return self._of_nobody(verb, wish, reader)
        if (already := already_a_case(self._reads, wish, reader, now)) is not None:
            return Answer(already, reader)
        wish = within_reach(self._reads, wish, person)
        view = self._case(verb, wish, person, reader, now) if verb.needs_case else None
        if isinstance(view, Answer):
            return view
        # Some verbs share a command with one of the other side's; a forged button must not pass for theirs.
        if (refused := not_for_them(verb, reader)) is not None:
            return refused
        if verb.build is None or (verb.looks_alone and wish.is_bare):
            is_admin = verb.name == "help" and self._admin.is_named(wish.identity)
            return Answer(look(self._reads, verb, wish, person, reader, view, now, is_admin), reader)
        if wish.leftover:
            return Answer(replies.leftover_card(verb, wish.leftover, view, reader, wish.called), reader)
        about = self._about(wish, person, view, now)
        built = verb.build(wish, about)
        if isinstance(built, Missing):
            card = replies.missing_card(verb, built.what, view, reader, wish.called)
            return Answer(card, reader, missing=built.what)
        if verb.asks_first and not wish.values and isinstance(built, AnnounceRelease):
            return Answer(announcement_card(built, about.texts.bodies, self._reads.customer_count(), reader), reader)
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
        if verb is ADMIN:
            asked = self._admin.form(wish, self._admin.reader(wish, reader)) if self._admin.lets_in(wish) else None
            return asked or Answer(replies.sentence_card(reader, "talk.old_button"), reader)
        if person is None:
            return self._of_nobody(verb, wish, reader)
        if (already := already_a_case(self._reads, wish, reader, now)) is not None:
            return Answer(already, reader)
        wish = within_reach(self._reads, wish, person)
        values = {key: value for key, value in wish.values.items() if key != "severity" or key not in untouched}
        if (refused := not_for_them(verb, reader)) is not None and not verb.needs_case:
            return refused
        if verb.name == "release":
            return release_form(reader, wish.values)
        if not verb.needs_case:
            form = form_to_open(self._reads, wish, person, reader, values, now)
            return refused_answer(form, reader) if isinstance(form, Refused) else form
        view = self._case(verb, wish, person, reader, now)
        if isinstance(view, Answer):
            return view
        if (refused := not_for_them(verb, reader)) is not None:
            return refused
        if (why_not := why_no_form(verb.name, view)) is not None:
            return self.sentence(wish, why_not)
        if (not_now := why_not_now(verb.name, view)) is not None:
            return refused_answer(not_now, reader, view)
        return case_form(verb.name, view, reader, values)

    def home(self, identity: Identity, now: datetime, *, shows_each: bool = False) -> Card:
        """A person's own page; `shows_each` where it is a message with buttons to each case."""
        reader = self.reader(identity, None)
        person = self._reads.person(identity)
        if person is None:
            is_set_up = self._reads.who.is_set_up()
            return replies.sentence_card(reader, "talk.home_of_nobody" if is_set_up else "talk.not_set_up")
        return home_of(self._reads, person, reader, now, shows_each=shows_each)

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
        """What was typed is no verb; see `puzzled_card`."""
        reader = self.reader(identity, place)
        person = self._reads.person(identity)
        if person is None and not self._reads.who.is_set_up():
            return Answer(replies.sentence_card(reader, "talk.not_set_up"), reader)
        # Nobody is told of a word that is for administrators.
        phrase = replace(phrase, guesses=tuple(verb for verb in phrase.guesses if verb is not ADMIN))
        is_admin = self._admin.is_named(identity)
        card = puzzled_card(self._reads, person, reader, place, phrase, called, offers, is_admin)
        return Answer(card, reader)

    def came_into(self, place: Place) -> bool:
        """We were added to a channel. True if it is a customer's, where a message stands that says what to do."""
        return self._desk.came_into(place)

    def message_deleted(self, message: MessageRef) -> None:
        """A message of ours was deleted."""
        self._desk.message_deleted(message)

    def sentence(self, wish: Wish, key: str) -> Answer:
        """One phrase of the catalogue, in the person's words."""
        reader = self.reader(wish.identity, wish.place)
        return Answer(replies.sentence_card(reader, key), reader)

    def may_lead(self, identity: Identity) -> bool:
        """May whoever writes to us alone be somebody who sets us up?"""
        return self._admin.may_lead(identity)

    def lead(self, wish: Wish, *, is_asking: bool) -> Answer | None:
        """The next step of the set-up, for an administrator who writes to us while one is left; else None."""
        if not self._admin.is_setting_up(wish, is_asking):
            return None
        reader = self._admin.reader(wish, self.reader(wish.identity, wish.place))
        return Answer(self._admin.lead(wish, reader), reader)

    def _administer(self, wish: Wish, reader: Reader, now: datetime) -> Answer:
        """To everybody but administrators `admin` is a word that nobody knows."""
        if not self._admin.lets_in(wish):
            if wish.values:
                return Answer(replies.sentence_card(reader, "talk.old_button"), reader)
            is_thread = wish.place is not None and self._reads.case_of_thread(wish.place) is not None
            offers = wish.message if wish.via == "mention" and not is_thread else None
            return self.puzzled(wish.identity, wish.place, unknown(wish.leftover), wish.called, offers)
        reader = self._admin.reader(wish, reader)
        if wish.values.get("step") == Step.TEST:
            opened = self.answer(self._admin.test_case(wish, reader), now)
            return self._admin.after_test(opened, wish, reader)
        card, missing = self._admin.answer(wish, reader, now)
        return Answer(card, reader, missing=missing)

    def _of_nobody(self, verb: Verb, wish: Wish, reader: Reader) -> Answer:
        """To those outside, no case is there; and where none is asked for, they learn that they are not known."""
        if verb.needs_case:
            return refused_answer(not_found(wish.case), reader)
        key = "talk.unknown_account" if self._reads.who.is_set_up() else "talk.not_set_up"
        return Answer(replies.sentence_card(reader, key), reader, refused=Refused("not_found"))

    def _case(self, verb: Verb, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> CaseView | Answer:
        match find(self._reads, verb, wish, person, now):
            case NotThere():
                return refused_answer(not_found(wish.case), reader)
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
            policy=view.policy if view else policy_to_open(self._reads, wish, person, now),
            people=tuple(known_to(self._reads, person, each) for each in mentioned),
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
                files=wish.files,
            ),
            now,
        )
        if isinstance(outcome, Refused):
            said = "\n".join(texts.bodies.values())
            card = refusal_card(outcome, reader, view and self._again(view, now), said)
            return Answer(card, reader, refused=outcome, missing=LACKS.get(outcome.reason))
        after = self._reads.case_view(outcome.case_id, now)
        if self._reads.is_in_shadow and reader.is_customer:
            return Answer(replies.trial_card(outcome.number, after, reader), reader, done=outcome)
        return Answer(outcome_card(outcome, command, reader, after), reader, done=outcome)

    def _again(self, view: CaseView, now: datetime) -> CaseView:
        """The case as it stands after somebody else was quicker: whoever did it must have a name in the refusal."""
        return self._reads.case_view(view.case.id, now) or view
