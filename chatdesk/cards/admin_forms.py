"""The forms of setting up: our organisation, our channels, a customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chatdesk import i18n
from chatdesk.cards.admin import Desk
from chatdesk.cards.fields import ChannelField, ChoiceField, FieldOption, TextField
from chatdesk.cards.model import Form, FormPart, Small
from chatdesk.cards.voice import Voice, voice_of
from chatdesk.core.directory_changes import OUR_CHANNELS
from chatdesk.core.setting_up import Step
from chatdesk.core.view import Reader
from chatdesk.core.words import Words


def organisation_form(desk: Desk, reader: Reader, proposed: Mapping[str, str]) -> Form:
    """`proposed` are the name, zone and language that the platform knows."""
    voice = voice_of(reader)
    ours = desk.who.organisation if desk.who else None
    known = {"name": ours.name, "zone": ours.zone, "language": ours.language} if ours else dict(proposed)
    return _form(voice, Step.ORGANISATION, (*_described(voice, known),))


def channel_form(desk: Desk, reader: Reader, step: Step) -> Form:
    """Our channels of a step, or the channel of a customer who has none."""
    voice = voice_of(reader)
    if step is Step.CHANNEL:
        return _form(voice, step, (*_whose(voice, desk), _channel(voice, "channel")))
    named = {name: place.channel for name, place in desk.who.channels if place.platform == "slack"} if desk.who else {}
    names = OUR_CHANNELS[:1] if step is Step.ENGINEERS else OUR_CHANNELS[1:]
    fields = tuple(_channel(voice, name, named.get(name), is_required=step is Step.ENGINEERS) for name in names)
    note = (Small(voice.say("admin.form.escalation_note")),) if step is Step.ESCALATION else ()
    return _form(voice, step, (*fields, *note))


def customer_form(desk: Desk, reader: Reader, policies: Sequence[tuple[str, Words]], given: Mapping[str, str]) -> Form:
    """A customer with their policy; with `customer` among the values that one, to be corrected."""
    voice = voice_of(reader)
    known = next((one for one in desk.who.customers if one.id == given.get("customer")), None) if desk.who else None
    ours = desk.who.organisation if desk.who else None
    initial = {"zone": ours.zone, "language": ours.language} if ours else {}
    if known is not None:
        initial = {"name": known.name, "zone": known.zone, "language": known.language}
    options = tuple(FieldOption(name, name, title.in_language(voice.language)) for name, title in policies)
    chosen = known.policy if known is not None else None
    name, *rest = _described(voice, initial)
    prefix = TextField(
        "prefix",
        voice.plain("admin.form.prefix"),
        initial=known.prefix if known else None,
        hint=voice.plain("admin.form.prefix_hint"),
        max_length=10,
    )
    policy = ChoiceField("policy", voice.plain("admin.form.policy"), options, initial=chosen)
    parts: list[FormPart] = [name, prefix, policy, *rest]
    if desk.chooses_channels and (known is None or not known.channels):
        parts.append(_channel(voice, "channel", is_required=False))
    args = (("customer", known.id),) if known is not None else ()
    return _form(voice, Step.CUSTOMER, tuple(parts), args)


def _described(voice: Voice, known: Mapping[str, str]) -> tuple[FormPart, ...]:
    """Name, zone and language."""
    languages = tuple(FieldOption(one, voice.plain(f"admin.language.{one}")) for one in i18n.LANGUAGES)
    return (
        TextField("name", voice.plain("admin.form.name"), initial=known.get("name"), max_length=80),
        TextField(
            "zone",
            voice.plain("admin.form.zone"),
            initial=known.get("zone"),
            hint=voice.plain("admin.form.zone_hint"),
            max_length=60,
        ),
        ChoiceField(
            "language",
            voice.plain("admin.form.language"),
            languages,
            initial=i18n.supported(known.get("language", "")),
        ),
    )


def _whose(voice: Voice, desk: Desk) -> tuple[FormPart, ...]:
    without = [one for one in desk.who.customers if not one.channels] if desk.who else []
    options = tuple(FieldOption(one.id, one.name) for one in without)
    if not options:
        return ()
    return (ChoiceField("customer", voice.plain("form.field.customer"), options, initial=options[0].value),)


def _channel(voice: Voice, key: str, initial: str | None = None, *, is_required: bool = True) -> ChannelField:
    hint = voice.plain("admin.form.channel_hint")
    return ChannelField(key, voice.plain(f"admin.form.{key}"), is_required, initial, hint)


def _form(voice: Voice, step: Step, parts: tuple[FormPart, ...], args: tuple[tuple[str, str], ...] = ()) -> Form:
    return Form(
        verb="admin",
        title=voice.plain(f"admin.form.title.{step}"),
        submit=voice.plain("admin.form.submit"),
        cancel=voice.plain("form.cancel"),
        parts=parts,
        args=(("step", step.value), *args),
    )
