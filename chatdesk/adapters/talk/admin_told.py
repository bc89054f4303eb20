"""What a change of who is who means, and why one was not made, in the administrator's words."""

from __future__ import annotations

from chatdesk import i18n
from chatdesk.adapters.talk.ground import Channel, Ground
from chatdesk.cards.admin import Desk, channel_name, setup_card, words_list
from chatdesk.cards.model import Block, Card, Line, Paragraph, Quoted, Small, Tone
from chatdesk.cards.voice import Voice, compose, to_write, voice_of
from chatdesk.core import directory_changes as made
from chatdesk.core import directory_parts as parts
from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.core.errors import Refused
from chatdesk.core.places import Place
from chatdesk.core.view import Reader
from chatdesk.desk.administering import Administered

_TAKES_AWAY = (made.Unlink, made.RemovePerson, made.RemoveRole, made.SetAdmin)


def told(voice: Voice, done: Administered, desk: Desk, reader: Reader, ground: Ground | None) -> Card:
    """Each change with what it means; while something is left to set up, what comes next too."""
    lines = [line for change in done.changes if (line := _line(voice, done, change, desk))]
    if done.is_repeat or done.after == done.before:
        lines = [voice.say("admin.done.nothing")]
    lines += _warnings(voice, done, ground)
    if desk.left or (done.before is not None and _was_setting_up(done.before, desk)):
        return setup_card(desk, reader, lines)
    blocks: list[Block] = [Paragraph(line) for line in lines]
    if any(isinstance(change, _TAKES_AWAY) for change in done.changes):
        blocks.append(Small(voice.say("admin.done.file_wins")))
    return compose((), blocks, tone=Tone.GOOD)


def refusal(reader: Reader, refused: Refused, desk: Desk) -> Card:
    """Why nothing was changed, and what to do instead."""
    voice, facts = voice_of(reader), dict(refused.facts)
    who = desk.who
    customer = parts.customer(who, facts.get("customer", "")) if who is not None else None
    key = f"admin.refused.{refused.reason}"
    if refused.reason in ("elsewhere", "person_elsewhere") and customer is None:
        key = f"{key}_ours"
    if refused.reason == "not_in" and not facts.get("channel"):
        key = f"{key}_unseen"
    channel = facts.get("name", "")
    line = voice.say(
        key,
        customer=Quoted(customer.name if customer else facts.get("customer", "")),
        customers=voice.listed([(Quoted(one.name),) for one in who.customers] if who is not None else []),
        name=Quoted(facts.get("name", "")),
        ours=voice.plain(f"admin.channel.{channel}") if i18n.has(f"admin.channel.{channel}") else "",
        person=Quoted(facts.get("person") or facts.get("name", "")),
        prefix=Quoted(facts.get("prefix", "")),
        zone=Quoted(facts.get("zone", "")),
        role=Quoted(facts.get("role", "")),
        roles=voice.listed([(Quoted(one),) for one in facts.get("roles", "").split()]),
        channel=Quoted(f"#{facts.get('channel', '')}"),
        write=words_list(voice, desk.called),
        link=to_write(desk.called, voice.plain("admin.example.link")),
        button=to_write(desk.called, voice.plain("admin.example.button")),
        add=to_write(desk.called, voice.plain("admin.example.add")),
        remove=to_write(desk.called, voice.plain("admin.example.remove")),
    )
    return compose((), [Paragraph(line)], tone=Tone.WARNING)


def button_told(reader: Reader, *, is_wanted: bool, is_new: bool) -> Card:
    """What became of a channel's message that offers to open a case."""
    voice = voice_of(reader)
    key = ("button_on" if is_wanted else "button_off") if is_new else "nothing"
    return compose((), [Paragraph(voice.say(f"admin.done.{key}"))], tone=Tone.GOOD)


def _line(voice: Voice, done: Administered, change: made.Change, desk: Desk) -> Line:
    after = done.after
    match change:
        case made.SetOrganisation(ours):
            return voice.say("admin.done.organisation", name=Quoted(ours.name))
        case made.LinkOurs(name, place):
            where = _the_channel(voice, desk, place)
            moved = done.before is not None and any(
                one == name and ours.platform == place.platform and ours != place for one, ours in done.before.channels
            )
            return voice.say(f"admin.done.link_{name}{'_moved' if moved else ''}", channel=where)
        case made.LinkCustomer(customer_id, place):
            return voice.say(
                "admin.done.link_customer",
                channel=_the_channel(voice, desk, place),
                customer=_name(parts.customer(after, customer_id)),
            )
        case made.LearnHome(customer_id):
            return voice.say("admin.done.added_home", customer=_name(parts.customer(after, customer_id)))
        case made.Unlink(place):
            held = parts.holder_of(done.before, place) if done.before is not None else None
            customer = parts.customer(after, held[0]) if held and held[0] else None
            left = "" if customer is not None and customer.channels else "_last"
            return voice.say(f"admin.done.unlink{left}", customer=_name(customer))
        case made.AddCustomer(customer) | made.CorrectCustomer(customer):
            return voice.say(
                "admin.done.customer", customer=_name(customer), prefix=customer.prefix, policy=customer.policy
            )
        case made.AddPerson(person, customer_id) if customer_id is not None:
            key = "representative" if person.is_representative else "their_person"
            whose = _name(parts.customer(after, customer_id))
            return voice.say(f"admin.done.{key}", person=Quoted(person.name), customer=whose)
        case made.AddPerson(person) if any(isinstance(one, made.SetOrganisation) for one in done.changes):
            return voice.say("admin.done.you", person=Quoted(person.name))
        case made.AddPerson(person):
            key = "admin" if person.is_admin else person.standing.value
            return voice.say(f"admin.done.{key}", person=Quoted(person.name))
        case made.SetAdmin(person_id, is_admin):
            key = "admin" if is_admin else "no_admin"
            return voice.say(f"admin.done.{key}", person=_person(done, person_id))
        case made.AddRole(role, person_id, customer_id):
            key = "role" if customer_id is None else "role_for"
            whose = _name(parts.customer(after, customer_id or ""))
            return voice.say(
                f"admin.done.{key}", person=_person(done, person_id), role=voice.role(role), customer=whose
            )
        case made.RemoveRole(role, person_id, customer_id):
            left_over = dict(after.roles).get(role, ()) if customer_id is None else ("somebody",)
            key = "no_role" if left_over else "no_role_empty"
            return voice.say(f"admin.done.{key}", person=_person(done, person_id), role=voice.role(role))
        case made.RemovePerson(person_id):
            return voice.say("admin.done.removed", person=_person(done, person_id))


def _warnings(voice: Voice, done: Administered, ground: Ground | None) -> list[Line]:
    """Where a customer's channel does not lead to them; which home was learnt; roles that somebody leaves empty."""
    found: list[Line] = []
    for change in done.changes:
        if isinstance(change, made.LinkCustomer):
            found += _about_sharing(voice, done, change, ground)
        if isinstance(change, made.RemovePerson) and done.before is not None:
            found += [
                voice.say("admin.warning.role_empty", role=voice.role(role))
                for role, members in done.before.roles
                if members == (change.person_id,)
            ]
    return found


def _about_sharing(voice: Voice, done: Administered, change: made.LinkCustomer, ground: Ground | None) -> list[Line]:
    customer = parts.customer(done.after, change.customer_id)
    before = parts.customer(done.before, change.customer_id) if done.before is not None else None
    channel = _channel(ground, change)
    if customer is None or channel is None:
        return []
    home = dict(customer.tenants).get(change.place.platform)
    if home is not None and (before is None or change.place.platform not in dict(before.tenants)):
        return [voice.say("admin.done.learned_home", customer=_name(customer))]
    if home is not None and home not in channel.shared_with and home != change.place.tenant:
        return [voice.say("admin.warning.not_shared", customer=_name(customer))]
    return [] if home is not None else [voice.say("admin.done.guests_here", customer=_name(customer))]


def _channel(ground: Ground | None, change: made.LinkCustomer) -> Channel | None:
    seen = (ground.here, *ground.chosen.values()) if ground is not None else ()
    return next((one for one in seen if one is not None and one.place.channel == change.place.channel), None)


def _was_setting_up(before: Directory, desk: Desk) -> bool:
    return bool(Desk(before, True, desk.called, desk.chooses_channels).left)


def _the_channel(voice: Voice, desk: Desk, place: Place) -> Line:
    """At the beginning of a sentence."""
    if place.platform == "teams" and place not in desk.names:
        return voice.say("admin.the_channel")
    return channel_name(voice, desk, place)


def _person(done: Administered, person_id: str) -> Quoted:
    found: Listed | None = None
    for who in (done.after, done.before):
        if who is not None and found is None:
            found = next((one for one, _ in parts.everybody(who) if one.id == person_id), None)
    return Quoted(found.name if found else "")


def _name(customer: Customer | None) -> Quoted:
    return Quoted(customer.name if customer else "")
