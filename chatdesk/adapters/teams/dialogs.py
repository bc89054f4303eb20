"""Forms: drawn for a wish, drawn again where something is missing, and carried out when they are complete.

What a form sends back is a client's word: where it was asked for is believed only of those who are there.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from chatdesk import i18n
from chatdesk.adapters.talk.asking import field_of
from chatdesk.adapters.talk.ports import Run
from chatdesk.adapters.talk.requests import request_id
from chatdesk.adapters.talk.talk import Answer, Talk
from chatdesk.adapters.talk.wish import Wish
from chatdesk.adapters.teams.calls import JSON
from chatdesk.adapters.teams.ids import PLATFORM, split
from chatdesk.adapters.teams.people import People
from chatdesk.adapters.teams.pressed import FormState
from chatdesk.adapters.teams.render import Known, form_card
from chatdesk.adapters.teams.turn import Turn
from chatdesk.adapters.teams.wishes import Wishes
from chatdesk.cards.model import ChoiceField, FieldOption, Form, PersonField, TextField
from chatdesk.cards.severity_fields import QUESTION
from chatdesk.core.inbound import CaseRef
from chatdesk.core.places import Place
from chatdesk.core.view import Reader
from chatdesk.reads import Reads

# Teams' own people picker gives object ids; ours are not written like that.
_ACCOUNT = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)

_Field = TextField | ChoiceField | PersonField


@dataclass(frozen=True)
class Sheet:
    """A form as it is shown to one person. `origin` comes back with it."""

    form: Form
    origin: Mapping[str, str]
    reader: Reader
    people: tuple[FieldOption, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    remark: str = ""

    def card(self, *, is_dialog: bool) -> JSON:
        known = Known(people=self.people, language=self.reader.language)
        return form_card(
            self.form,
            self.origin,
            known,
            values=self.values,
            errors=self.errors,
            remark=self.remark,
            is_dialog=is_dialog,
        )


class Dialogs:
    def __init__(
        self,
        talk: Talk,
        people: People,
        wishes: Wishes,
        reads: Reads,
        run: Run,
        now: Callable[[], datetime],
        new_id: Callable[[], str],
    ) -> None:
        self._talk = talk
        self._people = people
        self._wishes = wishes
        self._reads = reads
        self._run = run
        self._now = now
        self._new_id = new_id

    async def ask(self, wish: Wish, turn: Turn, remark: str = "") -> Sheet | Answer:
        """The form for a wish, or why there is none. `remark` is a phrase of the catalogue to put on top."""
        await self._people.meet(turn)
        if wish.verb == "open":
            wish = await self._wishes.beside_other_cases(wish)
        wish = await self._wishes.grounded(wish, turn)
        drawn = await self._run(self._talk.form, wish, self._now())
        if isinstance(drawn, Answer):
            return drawn
        # A form that is sent twice is one request.
        origin = {"form": self._new_id(), **_origin(wish)}
        return await self._run(self._sheet, drawn, wish, origin, {}, {}, remark)

    async def sent(self, state: FormState, turn: Turn, key: str) -> Sheet | Answer:
        """Carries out what a form asks for; or the form again, with a remark where something is missing."""
        await self._people.meet(turn)
        wish = await self._wish(state, turn, key)
        accounts = {each: value.lower() for each, value in state.values.items() if _ACCOUNT.fullmatch(value)}
        errors: dict[str, str] = {}
        for each in accounts.keys() & {"owner", "requester"}:
            person = await self._people.meet_account(turn, accounts[each])
            if person is None:
                errors[each] = (await self._wishes.sentence(wish, "talk.person_unknown")).card.text
            else:
                wish = replace(wish, values={**wish.values, each: person.id})
        wish = await self._wishes.grounded(wish, turn)
        is_untouched = state.origin.get("suggested") == state.values.get("severity")
        untouched = frozenset({"severity"}) if is_untouched else frozenset[str]()
        drawn = await self._run(self._talk.form, wish, self._now(), untouched)
        # Where there is nothing to ask any more, the refusal of the act itself says it best.
        if isinstance(drawn, Form):
            again = await self._again(drawn, wish, state, errors, untouched)
            if again is not None:
                return again
        answer = await self._wishes.answer(wish, turn)
        if answer.missing is None or not isinstance(drawn, Form):
            return answer
        what = field_of(answer.missing)
        if what not in {each.key for each in _fields(drawn)}:
            return answer
        told = {what: answer.card.text}
        return await self._run(self._sheet, drawn, wish, dict(state.origin), _kept(wish, drawn), told, "")

    async def _again(
        self, drawn: Form, wish: Wish, state: FormState, errors: dict[str, str], untouched: frozenset[str]
    ) -> Sheet | None:
        """The form once more: because that is wanted, or because as it stands it cannot be carried out."""
        kept = {key: value for key, value in _kept(wish, drawn).items() if key not in untouched}
        if state.is_redraw:
            return await self._run(
                self._sheet, drawn, wish, dict(state.origin), kept, errors, _why_nothing(drawn, kept)
            )
        reader = await self._run(self._talk.reader, wish.identity, wish.place)
        language = i18n.supported(reader.language)
        is_new = any(each.key not in state.asked for each in _fields(drawn)) if state.asked else False
        suggested = _suggested(drawn)
        if suggested and suggested not in (state.values.get("severity"), state.origin.get("suggested")):
            # Answers were given after the form was drawn; a choice of the person's own would have stood.
            is_new = True
        if is_new:
            return await self._run(self._sheet, drawn, wish, dict(state.origin), kept, errors, "form.look_again")
        for each in _fields(drawn):
            value = wish.values.get(each.key, "")
            if not value and each.is_required:
                errors.setdefault(each.key, i18n.plain(language, "form.required"))
            elif value and isinstance(each, ChoiceField) and value not in {option.value for option in each.options}:
                errors.setdefault(each.key, i18n.plain(language, "form.not_offered"))
        return await self._run(self._sheet, drawn, wish, dict(state.origin), kept, errors, "") if errors else None

    async def _wish(self, state: FormState, turn: Turn, key: str) -> Wish:
        case_id = state.args.get("case")
        form = state.origin.get("form")
        values = [f"{name}={value}" for name, value in sorted({**state.args, **state.values}.items())]
        return Wish(
            # Corrected and sent again it is another request.
            id=request_id(PLATFORM, turn.tenant, "form", form, turn.identity.user, *values) if form else key,
            identity=turn.identity,
            verb=state.verb,
            said_at=self._now(),
            case=CaseRef(case_id=case_id) if case_id else None,
            values={**state.args, **state.values},
            place=await self._place(state, turn),
            via="modal",
            called=turn.called,
        )

    async def _place(self, state: FormState, turn: Turn) -> Place | None:
        # A thread is named beside its channel, never within.
        conversation, _ = split(state.origin.get("channel", ""))
        if not conversation:
            return None
        if conversation != turn.conversation and not await self._people.is_member(turn, conversation):
            return turn.place
        return Place(PLATFORM, turn.tenant, conversation, state.origin.get("thread") or None)

    def _sheet(
        self,
        drawn: Form,
        wish: Wish,
        origin: dict[str, str],
        values: Mapping[str, str],
        errors: Mapping[str, str],
        remark: str,
    ) -> Sheet:
        reader = self._talk.reader(wish.identity, wish.place)
        suggested = _suggested(drawn)
        return Sheet(
            form=drawn,
            origin={**origin, "suggested": suggested} if suggested else origin,
            reader=reader,
            people=self._choices(drawn, values),
            values=values,
            errors=errors,
            remark=i18n.plain(i18n.supported(reader.language), remark) if remark else "",
        )

    def _choices(self, drawn: Form, values: Mapping[str, str]) -> tuple[FieldOption, ...]:
        """Whom a form lets one choose: a customer's people as requester, else our own."""
        if not any(isinstance(each, PersonField) for each in drawn.parts):
            return ()
        customer = next((each for each in _fields(drawn) if each.key == "customer"), None)
        whose = None
        if isinstance(customer, ChoiceField):
            whose = values.get("customer") or customer.initial or customer.options[0].value
        return tuple(FieldOption(person.id, person.name) for person in self._reads.people_of(whose))


def _origin(wish: Wish) -> dict[str, str]:
    """Where the form was asked for, and so where the case is opened."""
    if wish.place is None:
        return {}
    return {"channel": wish.place.channel} | ({"thread": wish.place.thread} if wish.place.thread else {})


def _fields(form: Form) -> tuple[_Field, ...]:
    return tuple(each for each in form.parts if isinstance(each, _Field))


def _kept(wish: Wish, drawn: Form) -> dict[str, str]:
    """What was entered, for the fields that are there."""
    return {each.key: wish.values[each.key] for each in _fields(drawn) if wish.values.get(each.key)}


def _why_nothing(drawn: Form, kept: Mapping[str, str]) -> str:
    """Which phrase says what to do where the answers that are given suggest nothing; empty where they do."""
    questions = [each.key for each in _fields(drawn) if each.key.startswith(QUESTION)]
    if questions and not any(key in kept for key in questions):
        return "form.answer_first"
    return "form.suggests_nothing" if questions and not _suggested(drawn) else ""


def _suggested(drawn: Form) -> str:
    """The severity that the form is drawn with."""
    return next(
        (each.initial or "" for each in _fields(drawn) if isinstance(each, ChoiceField) and each.key == "severity"), ""
    )
