"""Releases at a glance and who waits for them, and the form that announces one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from chatdesk import i18n
from chatdesk.cards.model import (
    Bullets,
    Button,
    Card,
    Form,
    Inline,
    Line,
    Paragraph,
    Quote,
    Quoted,
    Small,
    TextField,
    Words,
)
from chatdesk.cards.news import day_words
from chatdesk.cards.voice import Voice, compose, strong, voice_of
from chatdesk.core.commands import AnnounceRelease
from chatdesk.core.view import Reader, ReleaseView

_MOST_RELEASES = 12
_MOST_NUMBERS = 10
# What a button can carry, with room for the name and the day.
_LONGEST_CARRIED = 1500


def releases_card(releases: Sequence[ReleaseView], reader: Reader) -> Card:
    """One a line: planned, out or only named, and the cases that wait for it."""
    voice = voice_of(reader)
    button = Button("release", voice.plain("button.release"), (), "plain", None, True)
    if not releases:
        return compose((), [Paragraph(voice.say("releases.none"))], buttons=(button,))
    rows = tuple(_row(voice, release) for release in releases[:_MOST_RELEASES])
    rest = len(releases) - len(rows)
    more = Small(voice.say("releases.more", n=rest)) if rest else None
    return compose(voice.say("releases.title"), [Bullets(rows), more], buttons=(button,))


def announcement_card(announced: AnnounceRelease, texts: Mapping[str, str], customers: int, reader: Reader) -> Card:
    """What every customer would read, before it is told: nobody can take it back from all of them."""
    voice = voice_of(reader)
    words = texts.get(announced.text_id, "") if announced.text_id else ""
    day = announced.due_on
    told = voice.say(
        f"news.release.{'planned' if day else 'out'}",
        release=announced.release,
        due=day_words(voice, day) if day else (),
    )
    fits = len(words) <= _LONGEST_CARRIED
    carried = {"release": announced.release, "day": day.isoformat() if day else "", "text": words if fits else ""}
    args = tuple((key, value) for key, value in carried.items() if value)
    edit = Button("release", voice.plain("button.release_edit"), args, "plain", None, True)
    tell = Button("release", voice.plain("button.release_tell", n=customers), args, "primary")
    return compose(
        voice.say("releases.ask", n=customers),
        [Paragraph(told), Quote(words) if words else None, None if fits else Small(voice.say("releases.too_long"))],
        buttons=(tell, edit) if fits else (edit,),
    )


def release_form(reader: Reader, values: Mapping[str, str] | None = None) -> Form:
    """Announce a release to everybody; `values` are what was said already."""
    voice = voice_of(reader)
    form = Form(
        verb="release",
        title=voice.plain("form.release.title"),
        submit=voice.plain("form.release.submit"),
        cancel=voice.plain("form.cancel"),
        parts=(
            TextField("release", voice.plain("form.field.release"), placeholder="4.2", max_length=40),
            TextField(
                "day",
                voice.plain("form.field.day"),
                is_required=False,
                placeholder="2026-05-01",
                hint=voice.plain("form.hint.day"),
                max_length=40,
            ),
            TextField(
                "text",
                voice.plain("form.text.release"),
                is_long=True,
                is_required=False,
                hint=voice.plain("form.hint.release"),
            ),
        ),
    )
    said = values or {}
    return replace(
        form,
        parts=tuple(
            replace(part, initial=said.get(part.key)) if isinstance(part, TextField) else part for part in form.parts
        ),
    )


def _row(voice: Voice, release: ReleaseView) -> Line:
    name = (Quoted(release.name, is_strong=True),)
    due = day_words(voice, release.due_on) if release.due_on else ()
    state = "out" if release.is_out else "planned" if release.due_on else "named"
    line: list[Inline] = [*voice.say(f"releases.{state}", release=name, due=due)]
    if release.waiting:
        shown = release.waiting[:_MOST_NUMBERS]
        numbers: list[Line] = [(strong(number),) for number in shown]
        if len(release.waiting) > len(shown):
            numbers.append(voice.say("releases.more_cases", n=len(release.waiting) - len(shown)))
        line += [Words(" "), *voice.say("releases.waiting", cases=voice.listed(numbers))]
    return i18n.joined(line)
