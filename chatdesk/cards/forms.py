"""The dialogs. Field keys are fixed names: title, description, reason, question.<key>, severity, text, resolution,
owner, whom, other, level.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chatdesk.cards.model import (
    ChoiceField,
    FieldOption,
    FileField,
    Form,
    FormPart,
    Paragraph,
    PersonField,
    Small,
    TextField,
)
from chatdesk.cards.phrases import severity_name
from chatdesk.cards.reason_fields import reason_parts
from chatdesk.cards.severity_fields import severity_parts
from chatdesk.cards.voice import Voice, manner, voice_of
from chatdesk.core.case import Resolution, WaitingOn
from chatdesk.core.policy import Kind, Policy
from chatdesk.core.view import CaseView, CustomerView, Reader

# How a case may reach us beside the chat, as the one who takes it down says.
WAYS_IN = ("phone", "email", "portal", "chat", "monitoring")


# What shows what is wrong: pictures, recordings, logs and tables. The endings of their names.
SHOWABLE = (
    *("png", "jpg", "jpeg", "gif", "webp", "heic", "mp4", "mov"),
    *("pdf", "txt", "log", "csv", "json", "xml", "har", "zip", "gz"),
)


def open_form(
    policy: Policy,
    reader: Reader,
    initial: Mapping[str, str] | None = None,
    *,
    args: tuple[tuple[str, str], ...] = (),
    customers: Sequence[CustomerView] = (),
) -> Form:
    """Open a case. `initial` holds the values so far, so that the form can be drawn again as questions are answered.

    One of ours says on whose behalf, and among `customers` for which one where that is not plain from the place.
    """
    voice, given = voice_of(reader), dict(initial or {})
    parts: list[FormPart] = []
    if customers:
        options = tuple(FieldOption(customer.id, customer.name) for customer in customers)
        parts.append(
            # Whose case it is decides by which policy the rest is asked.
            ChoiceField(
                "customer", voice.plain("form.field.customer"), options, initial=given.get("customer"), redraws=True
            )
        )
    if not reader.is_customer:
        parts += _on_behalf(voice, given, dict(args))
    parts.append(
        TextField(
            "title",
            voice.plain("form.field.title"),
            initial=given.get("title"),
            placeholder=voice.plain("form.placeholder.title"),
            max_length=150,
        )
    )
    parts += reason_parts(voice, policy, given)
    parts += severity_parts(voice, policy, given)
    parts.append(_files(voice, reader))
    return _form(voice, "open", tuple(parts), args)


def _files(voice: Voice, reader: Reader) -> FileField:
    elsewhere = voice.plain(manner(reader, "form.hint.files_elsewhere"))
    hint = voice.plain("form.hint.files")
    return FileField("files", voice.plain("form.field.files"), elsewhere, hint, kinds=SHOWABLE)


def _on_behalf(voice: Voice, given: Mapping[str, str], carried: Mapping[str, str]) -> list[FormPart]:
    """Who asked, unless that is known, and how they reached us."""
    ways = tuple(FieldOption(way, voice.plain(f"via.{way}")) for way in WAYS_IN)
    way = ChoiceField("via", voice.plain("form.field.via"), ways, is_required=False, initial=given.get("via"))
    who = PersonField("requester", voice.plain("form.field.requester"), is_required=False)
    return [way] if "requester" in carried else [who, way]


def severity_form(view: CaseView, reader: Reader, initial: Mapping[str, str] | None = None) -> Form:
    """Say how bad it is. A customer's later word is a proposal, and the form says so."""
    voice = voice_of(reader)
    given = dict(initial or {})
    now = severity_name(voice, view.policy, view.case.severity)
    is_known = view.case.severity is not None
    parts: list[FormPart] = [
        Paragraph(voice.say("form.severity.now" if is_known else "form.severity.none_yet", severity=now))
    ]
    if reader.is_customer and is_known:
        parts.append(Small(voice.say("form.severity.proposal")))
    parts += severity_parts(voice, view.policy, given, is_required=True)
    return _form(voice, "severity", tuple(parts), _on(view))


def reply_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "reply", "reply_customer" if reader.is_customer else "reply")


def note_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "note", "note")


def ask_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "ask", "ask")


def workaround_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "workaround", "workaround")


def reject_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "reject", "reject")


def reopen_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "reopen", "reopen")


def escalate_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "escalate", "escalate")


def deescalate_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "deescalate", "deescalate")


def resolve_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    options = tuple(FieldOption(way.value, voice.plain(f"resolution.{way}")) for way in Resolution)
    field = ChoiceField(
        "resolution",
        voice.plain("form.field.resolution"),
        options,
        initial=Resolution.PERMANENT.value,
        shows_all=True,
    )
    return _form(voice, "resolve", (field, *_correction_fields(voice, view), _text_field(voice, "resolve")), _on(view))


def _correction_fields(voice: Voice, view: CaseView) -> list[FormPart]:
    """By which means and where it was corrected, where the policy wants to know (C2-5, COD-14)."""
    if view.case.kind not in (Kind.INCIDENT, Kind.PROBLEM):
        return []
    asked = (("means", view.policy.correction_means), ("site", view.policy.correction_sites))
    return [
        ChoiceField(
            key,
            voice.plain(f"form.field.{key}"),
            tuple(FieldOption(choice.value, choice.label.in_language(voice.language)) for choice in choices),
        )
        for key, choices in asked
        if choices
    ]


def wait_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    options = tuple(FieldOption(whom.value, voice.plain(f"waiting.{whom}")) for whom in WaitingOn)
    field = ChoiceField("whom", voice.plain("form.field.whom"), options, initial=WaitingOn.CUSTOMER, shows_all=True)
    pausing = [voice.plain(f"waiting.{whom}") for whom in WaitingOn if whom in view.policy.pauses_for]
    hint = (
        voice.say("form.wait.pauses", whom=voice.listed(pausing)) if pausing else voice.say("form.wait.pauses_nothing")
    )
    return _form(voice, "wait", (field, Small(hint)), _on(view))


def assign_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    return _form(voice, "assign", (PersonField("owner", voice.plain("form.field.owner")),), _on(view))


def handoff_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    deeper = [level for level in view.policy.support_levels if level.number > (view.case.support_level or 0)]
    options = tuple(FieldOption(str(level.number), level.label.in_language(voice.language)) for level in deeper)
    field = ChoiceField("level", voice.plain("form.field.level"), options)
    return _form(voice, "handoff", (field, _text_field(voice, "handoff", is_required=False)), _on(view))


def link_form(view: CaseView, reader: Reader) -> Form:
    return _other_form(view, reader, "link")


def merge_form(view: CaseView, reader: Reader) -> Form:
    return _other_form(view, reader, "merge")


def loading_form(reader: Reader) -> Form:
    """What stands in a dialog for the moment until its own content is known."""
    voice = voice_of(reader)
    return Form(
        "loading",
        voice.plain("form.loading.title"),
        "",
        voice.plain("form.cancel"),
        (Paragraph(voice.say("form.loading.text")),),
    )


def _text_form(view: CaseView, reader: Reader, verb: str, name: str, is_required: bool = True) -> Form:
    voice = voice_of(reader)
    return _form(voice, verb, (_text_field(voice, name, is_required),), _on(view))


def _text_field(voice: Voice, name: str, is_required: bool = True) -> TextField:
    return TextField(
        "text",
        voice.plain(f"form.text.{name}"),
        is_long=True,
        is_required=is_required,
        hint=voice.plain(f"form.hint.{name}"),
    )


def _other_form(view: CaseView, reader: Reader, verb: str) -> Form:
    voice = voice_of(reader)
    field = TextField("other", voice.plain(f"form.text.{verb}"), hint=voice.plain(f"form.hint.{verb}"), max_length=60)
    return _form(voice, verb, (field,), _on(view))


def _form(voice: Voice, verb: str, parts: tuple[FormPart, ...], args: tuple[tuple[str, str], ...]) -> Form:
    return Form(
        verb=verb,
        title=voice.plain(f"form.{verb}.title"),
        submit=voice.plain(f"form.{verb}.submit"),
        cancel=voice.plain("form.cancel"),
        parts=parts,
        args=args,
    )


def _on(view: CaseView) -> tuple[tuple[str, str], ...]:
    return (("case", view.case.id),)
