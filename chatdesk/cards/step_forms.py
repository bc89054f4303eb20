"""The dialogs of dates, change requests, problems, outages and ratings."""

from __future__ import annotations

from chatdesk.cards.model import ChoiceField, FieldOption, Form, FormPart, Small, TextField
from chatdesk.cards.voice import Voice, voice_of
from chatdesk.core.uptime import OutageKind
from chatdesk.core.view import CaseView, Reader

_SCORES = ("5", "4", "3", "2", "1")


def date_form(view: CaseView, reader: Reader) -> Form:
    """Propose a date or a release."""
    voice = voice_of(reader)
    return _form(voice, "date", view, _term_field(voice), Small(voice.say("notice.term.offered.rule")))


def schedule_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    return _form(voice, "schedule", view, _term_field(voice))


def needs_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "needs")


def criterion_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "criterion")


def evaluate_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "evaluate")


def authorise_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "authorise")


def dismiss_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "dismiss", is_required=False)


def problem_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    title = TextField("title", voice.plain("form.field.cause"), max_length=150)
    description = TextField("description", voice.plain("form.field.description"), is_long=True, is_required=False)
    return _form(voice, "problem", view, title, description, Small(voice.say("form.problem.rule")))


def outage_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    options = tuple(FieldOption(kind.value, voice.plain(f"outage.{kind}")) for kind in OutageKind)
    kind = ChoiceField("outage", voice.plain("form.field.outage"), options, initial=OutageKind.DOWN, shows_all=True)
    since = TextField(
        "since",
        voice.plain("form.field.since"),
        is_required=False,
        placeholder="10:30",
        hint=voice.plain("form.hint.since"),
        max_length=40,
    )
    return _form(voice, "outage", view, kind, since)


def rate_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    options = tuple(FieldOption(score, voice.plain(f"rating.{score}")) for score in _SCORES)
    given = str(view.case.rating.score) if view.case.rating else None
    score = ChoiceField("score", voice.plain("form.field.score"), options, initial=given, shows_all=True)
    return _form(voice, "rate", view, score, _text_field(voice, "rate", is_required=False))


def load_decline_form(view: CaseView, reader: Reader) -> Form:
    return _text_form(view, reader, "load_decline", is_required=False)


def external_form(view: CaseView, reader: Reader) -> Form:
    voice = voice_of(reader)
    field = TextField(
        "external",
        voice.plain("form.field.external"),
        initial=view.case.external_id,
        hint=voice.plain("form.hint.external"),
        placeholder="ISS-123",
        max_length=60,
    )
    return _form(voice, "external", view, field)


def _term_field(voice: Voice) -> TextField:
    return TextField(
        "term",
        voice.plain("form.field.term"),
        placeholder=voice.plain("form.placeholder.term"),
        hint=voice.plain("form.hint.term"),
        max_length=60,
    )


def _text_form(view: CaseView, reader: Reader, verb: str, is_required: bool = True) -> Form:
    voice = voice_of(reader)
    return _form(voice, verb, view, _text_field(voice, verb, is_required))


def _text_field(voice: Voice, name: str, is_required: bool = True) -> TextField:
    return TextField(
        "text",
        voice.plain(f"form.text.{name}"),
        is_long=True,
        is_required=is_required,
        hint=voice.plain(f"form.hint.{name}"),
    )


def _form(voice: Voice, verb: str, view: CaseView, *parts: FormPart) -> Form:
    return Form(
        verb=verb,
        title=voice.plain(f"form.{verb}.title"),
        submit=voice.plain(f"form.{verb}.submit"),
        cancel=voice.plain("form.cancel"),
        parts=parts,
        args=(("case", view.case.id),),
    )
