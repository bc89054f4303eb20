"""What a notice's words are made from: the case as it stands now, the fact, and who reads it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chatdesk import i18n
from chatdesk.cards.files import files_list, where_files_are
from chatdesk.cards.model import Block, Button, Card, Line, Paragraph, Quote, Small, Tone
from chatdesk.cards.phrases import number_and_title, role_name, severity_name
from chatdesk.cards.voice import Voice, compose, voice_of
from chatdesk.core.attached import AttachedFile
from chatdesk.core.events import WordsChanged, WordsDeleted
from chatdesk.core.notice import AudienceKind, Notice
from chatdesk.core.people import Standing
from chatdesk.core.rewording import last_change
from chatdesk.core.view import CaseView, Reader


@dataclass(frozen=True)
class Scene:
    """One notice for one reader. `kind` is the notice's own, so that keys are `notice.<kind>.<name>`."""

    view: CaseView
    notice: Notice
    reader: Reader

    @property
    def voice(self) -> Voice:
        return voice_of(self.reader)

    @property
    def for_customer(self) -> bool:
        return self.reader.is_customer

    @property
    def is_in_thread(self) -> bool:
        """In the case's own thread the case needs no naming."""
        return self.notice.audience.kind is AudienceKind.VIEW

    @property
    def side(self) -> str:
        """`customer` or `ours`, the last part of many keys."""
        return "customer" if self.for_customer else "ours"

    @property
    def is_for_who_fills_roles(self) -> bool:
        """Who can do something about a role that nobody holds: the engineers, and on call whom tier 1 is told."""
        to = self.notice.audience
        is_on_call = (to.kind, to.name) == (AudienceKind.CHANNEL, "on_call")
        return self.is_in_thread or (is_on_call and self.fact("tier") == "1")

    def fact(self, key: str) -> str | None:
        return self.notice.fact(key)

    def moment(self, key: str) -> datetime | None:
        told = self.fact(key)
        return datetime.fromisoformat(told) if told else None

    def at(self, key: str) -> Line:
        """The instant of a fact in the reader's zone; empty where the fact is missing."""
        at = self.moment(key)
        return (self.voice.when(at),) if at else ()

    def say(self, name: str, **blanks: i18n.Blank) -> Line:
        """The phrase `notice.<kind>.<name>`, with `by`, the customer and the case's number at hand."""
        return self.voice.say(f"notice.{self.notice.kind}.{name}", **self._common(), **blanks)

    def by(self) -> Line:
        """Who did it: the fact, else whoever caused the event."""
        return self.voice.person(self.view, self.fact("by") or self._actor_id())

    def is_by_customer(self) -> bool:
        """Is whoever did it one of the customer's people?"""
        actor = self.view.people.get(self.fact("by") or self._actor_id() or "")
        return actor is not None and actor.standing is Standing.CUSTOMER

    def requester(self) -> Line:
        """The person who asked, called by name where the platform can: a thread alone alerts nobody."""
        return self.voice.person(self.view, self.view.case.requester_id, pings=True)

    def severity(self, key: str = "severity") -> str:
        number = self.fact(key)
        return severity_name(self.voice, self.view.policy, int(number) if number else None)

    def people(self, key: str) -> list[str]:
        """The ids that a fact lists."""
        return [one for one in (self.fact(key) or "").split(",") if one]

    def roles_of(self, keys: list[str]) -> Line:
        return self.voice.listed([role_name(self.voice, self.view.policy, key) for key in keys])

    def text(self) -> str | None:
        """What a person wrote, unless it was erased since."""
        return self.view.text(self.fact("text"))

    def quote(self) -> Block | None:
        """What a person wrote as it stands now; `card` puts their files beside it, and that it was edited."""
        if self.fact("text") is None:
            return None
        text = self.text()
        if text:
            return Quote(text)
        if files := self._files():
            return files_list(self.voice, files)
        return Small(self.voice.say("text.deleted" if self.was_deleted() else "text.erased"))

    def was_deleted(self) -> bool:
        """Did its writer delete the message that this tells of?"""
        return isinstance(self._last_change(), WordsDeleted)

    def quote_of_customer(self) -> Block | None:
        """The text, unless it would carry what one of ours wrote for our own people to the customer."""
        author = self.view.people.get(self.fact("by") or "")
        is_theirs = author is None or author.standing is Standing.CUSTOMER
        return self.quote() if is_theirs or not self.for_customer else None

    def small(self, name: str, **blanks: i18n.Blank) -> Small:
        return Small(self.say(name, **blanks))

    def card(
        self,
        line: Line,
        *blocks: Block | None,
        tone: Tone = Tone.CALM,
        buttons: tuple[Button, ...] = (),
    ) -> Card:
        """The sentence, under the case's name where it stands outside the case's thread."""
        said = self.quote()
        told: list[Block | None] = [Paragraph(line)]
        for block in blocks:
            told += [block, *self._beside(said)] if block is not None and block == said else [block]
        if not self.is_in_thread:
            return compose(number_and_title(self.voice, self.view), told, tone=tone, buttons=buttons)
        card = compose((), told, tone=tone, buttons=buttons)
        return replace(card, text=f"{self.view.case.number}: {card.text}")

    def button(self, verb: str, **given: object) -> Button:
        return self.voice.button(verb, self.view.case.id, **given)  # type: ignore[arg-type]

    def _beside(self, said: Block) -> list[Block]:
        beside: list[Block] = []
        if isinstance(self._last_change(), WordsChanged):
            beside.append(Small(self.voice.say("text.edited")))
        if files := self._files():
            if isinstance(said, Quote):
                beside.append(files_list(self.voice, files))
            beside.append(where_files_are(self.voice, files))
        return beside

    def _files(self) -> tuple[AttachedFile, ...]:
        return self.view.files.get(self.fact("text") or "", ())

    def _last_change(self) -> WordsChanged | WordsDeleted | None:
        text_id = self.fact("text")
        return last_change(self.view.events, text_id) if text_id else None

    def _actor_id(self) -> str | None:
        event = next((event for event in self.view.events if event.seq == self.notice.seq), None)
        return event.actor.person_id if event else None

    def _common(self) -> dict[str, i18n.Blank]:
        return {
            "by": self.by(),
            "customer": self.view.customer.name,
            "number": self.view.case.number,
        }
