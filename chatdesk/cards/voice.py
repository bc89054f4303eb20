"""One reader's language and zone, so that a card is written without repeating them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chatdesk import i18n
from chatdesk.cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    Confirm,
    Divider,
    Fact,
    Facts,
    Line,
    Paragraph,
    Quote,
    Small,
    TimeStyle,
    Tone,
    When,
    Who,
    Words,
)
from chatdesk.core.view import CaseView, PersonView, Reader


@dataclass(frozen=True)
class Voice:
    """Says catalogue keys to one reader."""

    language: str
    zone: str

    def say(self, key: str, **blanks: i18n.Blank) -> Line:
        return i18n.say(self.language, key, **blanks)

    def plain(self, key: str, **blanks: i18n.Blank) -> str:
        return i18n.plain(self.language, key, **blanks)

    def when(self, at: datetime, style: TimeStyle = TimeStyle.MOMENT) -> When:
        return i18n.when(self.language, self.zone, at, style)

    def duration(self, seconds: int) -> str:
        return i18n.duration(self.language, seconds)

    def listed(self, lines: Iterable[Line | str]) -> Line:
        return i18n.listed(self.language, lines)

    def fact(self, key: str, value: i18n.Blank) -> Fact:
        """A fact whose label is `fact.<key>`."""
        return Fact(self.plain(f"fact.{key}"), i18n.as_line(value))

    def who(self, person: PersonView | None, pings: bool = False) -> Line:
        """A person by name; someone who is not known any more is "someone"."""
        if person is None:
            return self.say("person.someone")
        return (Who(person.name, person.identities, pings),)

    def person(self, view: CaseView, person_id: str | None, pings: bool = False) -> Line:
        return self.who(view.people.get(person_id) if person_id else None, pings)

    def role(self, name: str) -> str:
        """A role as people say it; a role of a policy's own keeps its name."""
        key = f"role.{name}"
        return self.plain(key) if i18n.has(key) else name.replace("_", " ")

    def button(
        self,
        verb: str,
        case_id: str,
        *,
        label: str | None = None,
        is_primary: bool = False,
        is_danger: bool = False,
        opens_form: bool = False,
        asks: bool = False,
        **args: str,
    ) -> Button:
        """A button on a case. `asks` adds the confirmation `confirm.<verb>`."""
        confirm = None
        if asks:
            confirm = Confirm(
                self.plain(f"confirm.{verb}.title"),
                self.plain(f"confirm.{verb}.text"),
                self.plain(f"confirm.{verb}.yes"),
                self.plain("confirm.no"),
            )
        return Button(
            verb=verb,
            label=label or self.plain(f"button.{verb}"),
            args=(("case", case_id), *args.items()),
            style="primary" if is_primary else "danger" if is_danger else "plain",
            confirm=confirm,
            opens_form=opens_form,
        )


def voice_of(reader: Reader) -> Voice:
    return Voice(i18n.supported(reader.language), reader.zone)


def manner(reader: Reader, key: str) -> str:
    """The key of a phrase that tells people to write: where we hear only what mentions us, the phrase that says so."""
    return key if reader.hears_all else f"{key}_mentioned"


def to_write(called: str, words: str) -> Words:
    """What to write to us. `called` is empty where nobody has to call us first."""
    return strong(f"{called} {words}".strip())


def compose(
    title: Line,
    blocks: Iterable[Block | None],
    *,
    tone: Tone = Tone.CALM,
    buttons: Iterable[Button] = (),
) -> Card:
    """The card of these parts. Its `text` says everything that title and blocks say."""
    kept = tuple(block for block in blocks if block is not None and not _is_empty(block))
    return Card(text=text_of(title, kept), title=title, tone=tone, blocks=kept, buttons=tuple(buttons))


def text_of(title: Line, blocks: Iterable[Block]) -> str:
    """Title and blocks in plain lines, for screen readers and notifications."""
    lines = [i18n.flat(title)] if title else []
    for block in blocks:
        lines.extend(_lines(block))
    return "\n".join(line for line in lines if line)


def strong(text: str) -> Words:
    return Words(text, is_strong=True)


def _is_empty(block: Block) -> bool:
    match block:
        case Paragraph(line=()) | Small(line=()) | Facts(facts=()) | Bullets(lines=()) | Quote(text=""):
            return True
        case _:
            return False


def _lines(block: Block) -> list[str]:
    match block:
        case Paragraph(line=line) | Small(line=line):
            return [i18n.flat(line)]
        case Quote(text=text):
            return [text]
        case Facts(facts=facts):
            return [f"{fact.label}: {i18n.flat(fact.value)}" for fact in facts]
        case Bullets(lines=lines):
            return [f"- {i18n.flat(line)}" for line in lines]
        case Divider():
            return []
