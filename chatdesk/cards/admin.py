"""What administrators read: what is set up and what comes next, what a change means, who is who."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from chatdesk import i18n
from chatdesk.cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChannelName,
    Confirm,
    Line,
    Paragraph,
    Quoted,
    Small,
    Tone,
    Words,
)
from chatdesk.cards.voice import Voice, compose, strong, to_write, voice_of
from chatdesk.core.directory import Customer, Directory, Listed
from chatdesk.core.directory_changes import OUR_CHANNELS
from chatdesk.core.people import Standing
from chatdesk.core.places import Place
from chatdesk.core.setting_up import Step, steps_left
from chatdesk.core.view import Reader

_MOST_LISTED = 40
_WITH_FORM_EVERYWHERE = (Step.ORGANISATION, Step.CUSTOMER)
_WITH_FORM_OF_CHANNELS = (Step.ENGINEERS, Step.ESCALATION, Step.CHANNEL)


@dataclass(frozen=True)
class Desk:
    """Who is who, for an administrator's card. `names` are channels' names as far as they were just asked for.

    `chooses_channels` says that the reader's platform lets people choose channels in a form.
    """

    who: Directory | None
    has_cases: bool
    called: str
    chooses_channels: bool
    names: Mapping[Place, str] = field(default_factory=dict)

    @property
    def left(self) -> tuple[Step, ...]:
        return steps_left(self.who, self.has_cases)


def setup_card(desk: Desk, reader: Reader, told: Sequence[Line] = ()) -> Card:
    """What is there, what comes next and how. `told` are the lines of what was just changed."""
    voice = voice_of(reader)
    left = desk.left
    blocks: list[Block] = [Paragraph(line) for line in told]
    if desk.who is None:
        blocks.append(Paragraph(voice.say("admin.setup.welcome")))
    done = [_done_line(voice, desk, step) for step in Step if step not in left]
    blocks += [Bullets(tuple(line for line in done if line))] if done else []
    if left:
        number = len(Step) - len(left) + 1
        blocks.append(Paragraph(voice.say("admin.setup.next", n=number, of=len(Step), step=_step(voice, left[0]))))
        blocks.append(Small(_how(voice, desk, left[0])))
    else:
        blocks += what_now(voice, desk)
    title = voice.say("admin.setup.title" if left else "admin.setup.ready")
    buttons = (*_next_buttons(voice, desk, left), *correcting(voice, desk, left))
    return compose(title, blocks, tone=Tone.GOOD if told else Tone.CALM, buttons=buttons)


def directory_card(desk: Desk, reader: Reader) -> Card:
    """Who is who, and what can be typed."""
    voice, who = voice_of(reader), desk.who
    if who is None:
        return setup_card(desk, reader)
    channels = [
        _fact(voice, f"channel.{name}", voice.listed(channel_name(voice, desk, place) for place in places))
        for name in OUR_CHANNELS
        if (places := [place for one, place in who.channels if one == name])
    ]
    customers = [_customer_line(voice, desk, customer) for customer in who.customers]
    ours = [_person_line(voice, who, person) for person in who.people]
    blocks: list[Block] = [
        Paragraph((strong(voice.plain("admin.list.channels")),)),
        Bullets(tuple(channels)),
        Paragraph((strong(voice.plain("admin.list.customers")),)),
        Bullets(_most(voice, customers)),
        Paragraph((strong(voice.plain("admin.list.people")),)),
        Bullets(_most(voice, ours)),
        Small(voice.say("admin.list.more", write=to_write(desk.called, voice.plain("help.admin_help.form")))),
    ]
    left = desk.left
    buttons = (*_next_buttons(voice, desk, left), form_button(voice, Step.CUSTOMER, "admin.button.another_customer"))
    return compose(voice.say("admin.list.title", name=Quoted(who.organisation.name)), blocks, buttons=buttons)


def words_list(voice: Voice, called: str) -> Line:
    """What can be typed, as examples."""
    examples = [voice.plain(f"admin.example.{name}") for name in ("link", "add", "role", "remove", "unlink")]
    return voice.listed([(to_write(called, example),) for example in examples])


def channel_name(voice: Voice, desk: Desk, place: Place) -> Line:
    """A channel by name; in Teams, which tells us no names, as a channel of Teams."""
    known = desk.names.get(place)
    other = f"#{place.channel}" if place.platform == "slack" else voice.plain("admin.teams_channel")
    return (ChannelName(f"#{known}" if known else other, place),)


def withdraw_button(voice: Voice, case_id: str) -> Button:
    label = voice.plain("admin.button.withdraw_test")
    return Button("withdraw", label, (("case", case_id),), "primary")


def _next_buttons(voice: Voice, desk: Desk, left: tuple[Step, ...]) -> tuple[Button, ...]:
    if not left:
        return ()
    step = left[0]
    made: list[Button] = []
    if step in _WITH_FORM_EVERYWHERE or (step in _WITH_FORM_OF_CHANNELS and desk.chooses_channels):
        made.append(form_button(voice, step, f"admin.button.{step}", is_primary=True))
    if step is Step.ESCALATION:
        made.append(_click(voice, "same", confirm=True))
    if step is Step.ON_CALL:
        made.append(_click(voice, "me", is_primary=True))
    if step is Step.TEST:
        made.append(_click(voice, "test", is_primary=True, confirm=True))
    return tuple(made)


def correcting(voice: Voice, desk: Desk, left: tuple[Step, ...]) -> tuple[Button, ...]:
    """What is done can be done over."""
    steps = [Step.ORGANISATION, *((Step.ENGINEERS, Step.ESCALATION) if desk.chooses_channels else ())]
    made = [form_button(voice, step, f"admin.button.correct_{step}") for step in steps if step not in left]
    customers = desk.who.customers if desk.who else ()
    if len(customers) == 1:
        args = (("customer", customers[0].id),)
        made.append(form_button(voice, Step.CUSTOMER, "admin.button.correct_customer", args=args))
    return tuple(made)


def form_button(
    voice: Voice, step: Step, label: str, *, is_primary: bool = False, args: tuple[tuple[str, str], ...] = ()
) -> Button:
    style = "primary" if is_primary else "plain"
    return Button("admin", voice.plain(label), (("step", step.value), *args), style, opens_form=True)


def _click(voice: Voice, step: str, *, is_primary: bool = False, confirm: bool = False) -> Button:
    asks = None
    if confirm:
        title, text, yes = (voice.plain(f"admin.confirm.{step}.{part}") for part in ("title", "text", "yes"))
        asks = Confirm(title, text, yes, voice.plain("confirm.no"))
    style = "primary" if is_primary else "plain"
    return Button("admin", voice.plain(f"admin.button.{step}"), (("step", step),), style, asks)


def _step(voice: Voice, step: Step) -> Line:
    return (strong(voice.plain(f"admin.step.{step}")),)


def _how(voice: Voice, desk: Desk, step: Step) -> Line:
    """How the next step is taken where the reader is."""
    key = f"admin.how.{step}"
    if step in _WITH_FORM_OF_CHANNELS and not desk.chooses_channels:
        key = f"{key}_mentioned"
    whose = next((one for one in desk.who.customers if not one.channels), None) if desk.who else None
    example = voice.plain("admin.example.link")
    if step is Step.CHANNEL and whose is not None:
        example = voice.plain("admin.example.link_customer", prefix=whose.prefix)
    said = to_write(desk.called, example)
    return voice.say(key, write=said, customer=Quoted(whose.name if whose else ""))


def _done_line(voice: Voice, desk: Desk, step: Step) -> Line:
    who = desk.who
    if who is None:
        return ()
    match step:
        case Step.ORGANISATION:
            ours = who.organisation
            zone = i18n.city(voice.language, ours.zone)
            speaks = voice.plain(f"admin.language.{i18n.supported(ours.language)}")
            return voice.say("admin.done_step.organisation", name=Quoted(ours.name), zone=zone, speaks=speaks)
        case Step.ENGINEERS:
            places = [place for name, place in who.channels if name == "engineers"]
            return voice.say("admin.done_step.engineers", channels=_listed(voice, desk, places))
        case Step.ESCALATION:
            told = [place for name, place in who.channels if name != "engineers"]
            return voice.say("admin.done_step.escalation", channels=_listed(voice, desk, list(dict.fromkeys(told))))
        case Step.CUSTOMER:
            return voice.say("admin.done_step.customer", customers=voice.listed([_named(one) for one in who.customers]))
        case Step.CHANNEL:
            places = [place for one in who.customers for place in one.channels]
            return voice.say("admin.done_step.channel", channels=_listed(voice, desk, places))
        case Step.ON_CALL:
            members = dict(who.roles).get("on_call", ())
            names = [(Quoted(one.name),) for one in who.people if one.id in members]
            return voice.say("admin.done_step.on_call", people=voice.listed(names)) if names else ()
        case Step.TEST:
            return ()


def what_now(voice: Voice, desk: Desk) -> list[Block]:
    """What is left to do once everything works."""
    export = strong("chatdesk directory export > directory.yml")
    return [
        Paragraph(voice.say("admin.ready.people", add=to_write(desk.called, voice.plain("admin.example.add")))),
        Paragraph(voice.say("admin.ready.invite")),
        Small(voice.say("admin.ready.export", export=export)),
    ]


def _listed(voice: Voice, desk: Desk, places: Sequence[Place]) -> Line:
    return voice.listed([channel_name(voice, desk, place) for place in places])


def _named(customer: Customer) -> Line:
    return (Quoted(customer.name), Words(f" ({customer.prefix})"))


def _fact(voice: Voice, key: str, value: Line) -> Line:
    return (Words(f"{voice.plain(f'admin.{key}')}: "), *value)


def _customer_line(voice: Voice, desk: Desk, customer: Customer) -> Line:
    where = _listed(voice, desk, customer.channels) or voice.say("admin.list.no_channel")
    return (*_named(customer), Words(f" · {customer.policy} · "), *where)


def _person_line(voice: Voice, who: Directory, person: Listed) -> Line:
    standing = "executive" if person.standing is Standing.EXECUTIVE else "agent"
    what = [voice.plain(f"admin.standing.{standing}")]
    what += [voice.plain("admin.standing.admin")] if person.is_admin else []
    what += [voice.role(role) for role, members in who.roles if person.id in members]
    return (Quoted(person.name), Words(f" · {', '.join(what)}"))


def _most(voice: Voice, lines: list[Line]) -> tuple[Line, ...]:
    if not lines:
        return (voice.say("admin.list.none"),)
    rest = len(lines) - _MOST_LISTED
    return (*lines[:_MOST_LISTED], *((voice.say("admin.list.rest", n=rest),) if rest > 0 else ()))
