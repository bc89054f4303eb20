"""What a person reads when a wish was not understood, or lacks something. Nothing was changed in any of them."""

from __future__ import annotations

from collections.abc import Sequence

from chatdesk import i18n
from chatdesk.adapters.talk.grammar import Phrase
from chatdesk.adapters.talk.verb import Verb
from chatdesk.cards.model import Block, Bullets, Button, Card, Inline, Line, Paragraph, Quoted, Small, Tone
from chatdesk.cards.severity_fields import QUESTION
from chatdesk.cards.voice import Voice, compose, strong, to_write, voice_of
from chatdesk.core.view import CaseView, Reader

_LONGEST_QUOTED = 60


def not_understood_card(phrase: Phrase, reader: Reader, called: str, offer: Button | None = None) -> Card:
    """Did you mean …? `offer` is a button for what they most likely want."""
    voice = voice_of(reader)
    typed = Quoted(phrase.typed[:_LONGEST_QUOTED])
    blocks: list[Block] = []
    if phrase.guesses:
        names = [(to_write(called, verb.named(voice.language)),) for verb in phrase.guesses]
        blocks.append(Paragraph(voice.say("talk.did_you_mean", typed=typed, verbs=_either(voice, names))))
    elif phrase.typed:
        blocks.append(Paragraph(voice.say("talk.not_understood", typed=typed)))
    if offer is not None:
        blocks.append(Paragraph(voice.say("talk.offer_open")))
    blocks.append(Small(voice.say("talk.see_help", help=to_write(called, _named(voice, "help")))))
    return compose((), blocks, tone=Tone.WARNING, buttons=(offer,) if offer else ())


def leftover_card(verb: Verb, leftover: str, view: CaseView | None, reader: Reader, called: str) -> Card:
    """A verb that takes no words was followed by some, so perhaps it was not meant."""
    voice = voice_of(reader)
    said = to_write(called, verb.named(voice.language) + (f" {view.case.number}" if view else ""))
    line = voice.say("talk.leftover", leftover=Quoted(leftover[:_LONGEST_QUOTED]), said=said)
    buttons = (voice.button(verb.name, view.case.id),) if view is not None and i18n.has(f"button.{verb.name}") else ()
    return compose((), [Paragraph(line)], tone=Tone.WARNING, buttons=buttons)


def missing_card(verb: Verb, what: str, view: CaseView | None, reader: Reader, called: str) -> Card:
    """What has to be added, with an example, and a button for the form where there is one."""
    voice = voice_of(reader)
    other = f"{view.customer.prefix}-2" if view else voice.plain("help.another_number")
    if what.startswith(QUESTION):
        line = voice.say("talk.missing.answer", severity=voice.plain("form.field.severity"))
        return compose((), [Paragraph(line)], tone=Tone.WARNING)
    if reader.is_customer and i18n.has(f"talk.missing.{what}_customer"):
        what += "_customer"
    example = voice.plain(f"talk.example.{what}", other=other)
    number = f" {view.case.number}" if view else ""
    said = to_write(called, f"{verb.named(voice.language)}{number} {example}")
    line = voice.say(f"talk.missing.{what}", said=said)
    button = _form_button(voice, verb, view)
    return compose((), [Paragraph(line)], tone=Tone.WARNING, buttons=(button,) if button else ())


def which_case_card(verb: Verb, views: Sequence[CaseView], reader: Reader, called: str) -> Card:
    """Several cases could be meant, or none."""
    voice = voice_of(reader)
    if not views:
        return compose((), [Paragraph(voice.say("talk.no_case"))], tone=Tone.WARNING)
    example = to_write(called, f"{verb.named(voice.language)} {views[0].case.number}")
    rows = tuple((strong(view.case.number), *_titled(voice, view)) for view in views[:10])
    blocks: list[Block] = [Paragraph(voice.say("talk.which_case", example=example)), Bullets(rows)]
    if len(views) > 10:
        blocks.append(Small(voice.say("list.more", n=len(views) - 10)))
    return compose((), blocks, tone=Tone.WARNING)


def trial_card(number: str, view: CaseView | None, reader: Reader) -> Card:
    """In shadow a customer is promised nothing."""
    voice = voice_of(reader)
    case = (strong(number), *(_titled(voice, view) if view is not None else ()))
    return compose((), [Paragraph(case), Paragraph(voice.say("shadow.trial"))])


def sentence_card(reader: Reader, key: str, tone: Tone = Tone.WARNING, **blanks: i18n.Blank) -> Card:
    """One phrase of the catalogue as an answer."""
    return compose((), [Paragraph(voice_of(reader).say(key, **blanks))], tone=tone)


def _either(voice: Voice, names: Sequence[Line]) -> Line:
    line: list[Inline] = []
    for number, name in enumerate(names):
        if number:
            line.extend(voice.say("talk.or"))
        line.extend(name)
    return i18n.joined(line)


def _titled(voice: Voice, view: CaseView) -> Line:
    title = view.text(view.case.title_id)
    return i18n.joined((*i18n.as_line(" · "), Quoted(title[:_LONGEST_QUOTED]))) if title else ()


def _form_button(voice: Voice, verb: Verb, view: CaseView | None) -> Button | None:
    if not verb.form or not i18n.has(f"button.{verb.name}"):
        return None
    if view is not None:
        # On a card this button names the next level; here the form asks for it.
        label = voice.plain("form.handoff.title") if verb.name == "handoff" else None
        return voice.button(verb.name, view.case.id, opens_form=True, label=label)
    return None if verb.needs_case else Button(verb.name, voice.plain(f"button.{verb.name}"), opens_form=True)


def _named(voice: Voice, name: str) -> str:
    return voice.plain(f"talk.{name}")
