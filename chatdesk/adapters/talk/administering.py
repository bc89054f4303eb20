"""`admin …`: who is who, changed in chat by administrators. To everybody else it is a word nobody knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime

from chatdesk.adapters.talk import admin_plans as plans
from chatdesk.adapters.talk.admin_rules import may_administer, why_no_role
from chatdesk.adapters.talk.admin_told import button_told, refusal, told
from chatdesk.adapters.talk.admin_words import Asked, channel_named, read_admin, switched
from chatdesk.adapters.talk.answer import Answer
from chatdesk.adapters.talk.ground import Account, Ground
from chatdesk.adapters.talk.spoken import readable
from chatdesk.adapters.talk.stopping_pings import held, hold, release
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.admin import Desk, directory_card, setup_card, what_now, withdraw_button
from chatdesk.cards.admin_forms import channel_form, customer_form, organisation_form
from chatdesk.cards.admin_help import admin_help_card
from chatdesk.cards.model import Card, Form, Small
from chatdesk.cards.voice import voice_of
from chatdesk.core.directory_changes import OUR_CHANNELS
from chatdesk.core.errors import Refused
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity
from chatdesk.core.setting_up import Step, steps_left
from chatdesk.core.view import Reader
from chatdesk.desk import Desk as Door
from chatdesk.desk.administering import Plan
from chatdesk.reads import Reads

# The card that answers, and the field of a form that something is wrong with.
Told = tuple[Card, str | None]
# How we are called in a channel by somebody who writes to us alone, where nobody has to call us.
_CALLED = {"slack": "/case"}
_OF_FIELD = {"zone": "zone", "prefix": "prefix", "prefix_shape": "prefix", "customer_exists": "name"}


class Administering:
    """`named` are the accounts that settings name, as `slack:U…`."""

    def __init__(self, desk: Door, reads: Reads, named: frozenset[str]) -> None:
        self._desk = desk
        self._reads = reads
        self._named = named
        self._acts: Mapping[str, Callable[[Wish, Asked, Ground, Reader, datetime], Told]] = {
            "show": self._show,
            "link": self._link,
            "unlink": self._unlink,
            "add": self._add,
            "remove": self._remove,
            "hold": self._hold,
            "release": self._release,
            "held": self._held,
            "button": self._button,
            "help": self._help,
        }

    def lets_in(self, wish: Wish) -> bool:
        return may_administer(self._reads, self._named, wish.ground)

    def is_named(self, identity: Identity) -> bool:
        """Do the directory or settings name this account an administrator's?"""
        return self._reads.who.is_admin(identity) or f"{identity.platform}:{identity.user}" in self._named

    def may_lead(self, identity: Identity) -> bool:
        """Is something left to set up, as far as this account may be an administrator's? The platform is asked next."""
        who = self._reads.who
        is_likely = self.is_named(identity) or not who.is_set_up()
        return is_likely and bool(steps_left(who.directory(), who.has_cases()))

    def is_setting_up(self, wish: Wish, is_asking: bool) -> bool:
        """Does whoever writes to us alone have to be led through the set-up? Where only the test case is left, help
        can be had for the asking."""
        left = self._picture(wish).left if self.lets_in(wish) else ()
        return bool(left) and (is_asking or left != (Step.TEST,))

    def answer(self, wish: Wish, reader: Reader, now: datetime) -> Told:
        """For an administrator only: ask `lets_in` first."""
        ground = wish.ground or Ground(None)
        if "step" in wish.values:
            return self._step(wish, ground, reader, now)
        asked = read_admin(wish.words)
        act = self._acts.get(asked.act)
        if act is None:
            return refusal(reader, Refused("words"), self._picture(wish)), None
        return act(wish, asked, ground, reader, now)

    def reader(self, wish: Wish, reader: Reader) -> Reader:
        """An administrator whom the directory does not list yet reads their own language all the same."""
        asker = wish.ground.asker if wish.ground is not None else None
        if reader.person_id is not None or asker is None:
            return reader
        return Reader(asker.language or "en", asker.zone or "UTC", Standing.AGENT)

    def test_case(self, wish: Wish, reader: Reader) -> Wish:
        """The wish to open a case for the first customer, to see that everything works."""
        who = self._reads.who.directory()
        customer = who.customers[0].id if who is not None and who.customers else ""
        title = voice_of(reader).plain("admin.test.title")
        return replace(wish, verb="open", words="", values={"title": title, "customer": customer}, place=None)

    def after_test(self, opened: Answer, wish: Wish, reader: Reader) -> Answer:
        """The answer to the test case, with the way to be rid of it."""
        if opened.done is None:
            return opened
        voice = voice_of(reader)
        button = withdraw_button(voice, opened.done.case_id)
        blocks = (*opened.card.blocks, Small(voice.say("admin.test.next")), *what_now(voice, self._picture(wish)))
        return replace(opened, card=replace(opened.card, blocks=blocks, buttons=(button,)))

    def lead(self, wish: Wish, reader: Reader) -> Card:
        """What is set up and what comes next."""
        return setup_card(self._picture(wish), reader)

    def form(self, wish: Wish, reader: Reader) -> Form | None:
        """The form of a step; None where it has none."""
        ground, desk = wish.ground or Ground(None), self._picture(wish)
        step = wish.values.get("step")
        if step == Step.ORGANISATION:
            asker = ground.asker
            known = {"zone": asker.zone, "language": asker.language} if asker is not None else {}
            return organisation_form(desk, reader, {"name": ground.organisation, **known})
        if step == Step.CUSTOMER:
            return customer_form(desk, reader, self._reads.who.policies(), wish.values)
        if step in (Step.ENGINEERS, Step.ESCALATION, Step.CHANNEL) and desk.chooses_channels:
            return channel_form(desk, reader, Step(step))
        return None

    def _step(self, wish: Wish, ground: Ground, reader: Reader, now: datetime) -> Told:
        """A form or a button of setting up."""
        values = dict(wish.values)
        channel = ground.chosen.get("channel")
        missing = next((key for key, found in ground.chosen.items() if found is None), None)
        if missing is not None:
            return refusal(reader, Refused.because("not_in", channel=""), self._picture(wish)), missing
        match values["step"]:
            case Step.ORGANISATION:
                return self._change(wish, plans.organisation(ground, values), reader, now)
            case Step.CUSTOMER:
                return self._change(wish, plans.customer(values, channel), reader, now)
            case Step.CHANNEL if channel is not None:
                return self._change(wish, plans.customers_channel(channel, values.get("customer", "")), reader, now)
            case Step.ENGINEERS | Step.ESCALATION:
                chosen = {name: one for name, one in ground.chosen.items() if one is not None and name in OUR_CHANNELS}
                return self._change(wish, plans.our_channels(ground, chosen), reader, now)
            case "same":
                return self._change(wish, plans.same_for_escalations(), reader, now)
            case "me":
                return self._change(wish, plans.on_call(ground.asker), reader, now)
        return setup_card(self._picture(wish), reader), None

    def _show(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        desk = self._picture(wish)
        return (setup_card if desk.left and not wish.words else directory_card)(desk, reader), None

    def _link(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        ours = channel_named(asked.name)
        if ground.here is None or not asked.name:
            return refusal(reader, Refused("link_what"), self._picture(wish)), None
        if ours is not None:
            names = OUR_CHANNELS[1:] if ours == "escalations" else (ours,)
            return self._change(wish, plans.our_channel(ground, ground.here, names), reader, now)
        customer = self._reads.customer_named(asked.name)
        if customer is None:
            return refusal(reader, Refused.because("customer", name=asked.name), self._picture(wish)), None
        return self._change(wish, plans.customers_channel(ground.here, customer.id), reader, now)

    def _unlink(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        if ground.here is None:
            return refusal(reader, Refused("link_what"), self._picture(wish)), None
        return self._change(wish, plans.unlinked(ground.here), reader, now)

    def _add(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        customer = self._reads.customer_named(asked.customer) if asked.customer else None
        if asked.mark is None or not (asked.rank or asked.role or asked.customer):
            return refusal(reader, Refused("add_what"), self._picture(wish)), None
        if asked.customer and customer is None:
            return refusal(reader, Refused.because("customer", name=asked.customer), self._picture(wish)), None
        whose, account = customer.id if customer else None, ground.named_at(asked.mark)
        if asked.role and (unknown := why_no_role(self._reads, asked.role, whose)) is not None:
            return refusal(reader, unknown, self._picture(wish)), None
        return self._change(wish, plans.added(asked, account, whose), reader, now)

    def _remove(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        customer = self._reads.customer_named(asked.customer) if asked.customer else None
        if asked.mark is None:
            return refusal(reader, Refused("remove_what"), self._picture(wish)), None
        account = ground.named_at(asked.mark) or _as_said(wish, asked.mark)
        return self._change(wish, plans.removed(asked, account, customer.id if customer else None), reader, now)

    def _hold(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        words = readable(asked.name, wish.mentioned)
        return hold(self._desk, self._reads, wish, words, ground.asker_name, reader, now), None

    def _release(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        return release(self._desk, self._reads, wish, ground.asker_name, reader, now), None

    def _held(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        return held(self._reads, reader), None

    def _button(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        desk, is_wanted = self._picture(wish), switched(asked.name)
        if is_wanted is None or ground.here is None:
            return refusal(reader, Refused("button_what"), desk), None
        done = self._desk.want_standing(ground.here.place, is_wanted)
        if isinstance(done, Refused):
            return refusal(reader, done, desk), None
        return button_told(reader, is_wanted=is_wanted, is_new=done), None

    def _help(self, wish: Wish, asked: Asked, ground: Ground, reader: Reader, now: datetime) -> Told:
        return admin_help_card(self._picture(wish), reader), None

    def _change(self, wish: Wish, plan: Plan, reader: Reader, now: datetime) -> Told:
        by = wish.ground.asker_name if wish.ground else ""
        done = self._desk.administer(wish.id, wish.identity, by, plan, now)
        desk = self._picture(wish)
        if isinstance(done, Refused):
            field = dict(done.facts).get("field") or _OF_FIELD.get(done.reason)
            if done.reason == "not_in" and wish.ground and wish.ground.chosen:
                field = next(
                    (key for key, one in wish.ground.chosen.items() if one is not None and not one.has_us), None
                )
            return refusal(reader, done, desk), field
        return told(voice_of(reader), done, desk, reader, wish.ground), None

    def _picture(self, wish: Wish) -> Desk:
        """Everything that a card needs to say where the desk stands."""
        ground = wish.ground
        seen = [one for one in ((ground.here, *ground.chosen.values()) if ground else ()) if one is not None]
        return Desk(
            self._reads.who.directory(),
            self._reads.who.has_cases(),
            wish.called or _CALLED.get(wish.identity.platform, "@chatdesk"),
            wish.identity.platform == "slack",
            {replace(one.place, thread=None): one.name for one in seen if one.name},
        )


def _as_said(wish: Wish, mark: int) -> Account | None:
    """Somebody whom the platform does not know any more can still be taken out."""
    if mark >= len(wish.mentioned):
        return None
    mention = wish.mentioned[mark]
    return Account(mention.identity, mention.name, "", "", is_home=False, is_guest=False, is_person=False)
