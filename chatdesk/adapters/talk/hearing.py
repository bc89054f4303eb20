"""What is said where chatdesk listens: a mention, a direct message, or words in the thread of a case."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chatdesk.adapters.talk.grammar import Phrase, read
from chatdesk.adapters.talk.ground import Ground
from chatdesk.adapters.talk.spoken import Spoken, readable
from chatdesk.adapters.talk.talk import Answer, Talk
from chatdesk.adapters.talk.verb import Takes, Verb, Who
from chatdesk.adapters.talk.verbs_of_admin import ADMIN
from chatdesk.adapters.talk.wish import Wish
from chatdesk.core.attached import AttachedFile
from chatdesk.core.inbound import CaseRef
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.reads import Reads

# The view of a case that its customer reads.
CUSTOMER = "customer"
# Commands that are nothing but words for others to read.
_CARRIED = frozenset({"reply", "note", "ask", "workaround", "escalate"})
# A mistyped verb stands alone or with a case; a longer text is something that was said.
_MOST_WORDS_OF_A_SLIP = 4


@dataclass(frozen=True)
class Attached:
    """A file that came with a message: its text, or the phrase of the catalogue that says why there is none."""

    text: str = ""
    problem: str = ""


@dataclass(frozen=True)
class Said:
    """One message. `place` is its thread, if it stands in one; `is_to_us` a mention or a direct message.

    `attached` was looked at only where the words ask for a file; `files` only names what came. `ground` is asked for
    only where an administrator may be speaking.
    """

    id: str
    identity: Identity
    spoken: Spoken
    place: Place
    message: MessageRef
    said_at: datetime
    is_to_us: bool
    called: str
    attached: Attached | None = None
    files: tuple[AttachedFile, ...] = ()
    ground: Ground | None = None


class Hearing:
    def __init__(self, talk: Talk, reads: Reads) -> None:
        self._talk = talk
        self._reads = reads

    def hear(self, said: Said, now: datetime) -> Answer | None:
        """Acts on what was said; None where nothing has to be answered."""
        here = self._reads.case_of_thread(said.place)
        if not said.is_to_us:
            return self._overheard(said, here, now) if here else None
        phrase = read(said.spoken.text)
        if here is not None and self._is_for_the_thread(said, phrase, here[1]):
            return self._overheard(said, here, now)
        if (led := self._led(said, phrase)) is not None:
            return led
        if phrase.verb is None:
            offers = said.message if here is None else None
            return self._talk.puzzled(said.identity, said.place, phrase, said.called, offers)
        wish = _wish(said, phrase, phrase.verb, here)
        if said.attached is not None and said.attached.problem:
            return self._talk.sentence(wish, said.attached.problem)
        return self._talk.answer(wish, now)

    def words_to_carry(self, said: Said) -> str | None:
        """What a message says to its readers as it stands now; None for a command whose words are no more than that."""
        if said.is_to_us:
            phrase = read(said.spoken.text)
            here = self._reads.case_of_thread(said.place)
            if here is None or not self._is_for_the_thread(said, phrase, here[1]):
                is_said = phrase.verb is not None and phrase.verb.name in _CARRIED
                return readable(phrase.words, said.spoken.mentioned).strip() if is_said else None
        return readable(said.spoken.text, said.spoken.mentioned).strip()

    def _led(self, said: Said, phrase: Phrase) -> Answer | None:
        """An administrator who writes to us alone while the set-up is not over is led through it: by anything while
        there is nothing, later by whatever is no command."""
        is_greeting = phrase.verb is None or phrase.verb.name == "help"
        if said.ground is None or said.called or not (is_greeting or not self._reads.who.is_set_up()):
            return None
        wish = Wish(said.id, said.identity, ADMIN.name, said.said_at, place=said.place, called="", ground=said.ground)
        return self._talk.lead(wish, is_asking=phrase.verb is None)

    def _overheard(self, said: Said, here: tuple[str, str], now: datetime) -> Answer | None:
        """Words in a case's thread: in the customer's a reply, in ours a note. Silent unless it was refused."""
        case_id, view = here
        text = readable(said.spoken.text, said.spoken.mentioned)
        if not text.strip() and not said.files:
            return None
        wish = Wish(
            id=said.id,
            identity=said.identity,
            verb="reply" if view == CUSTOMER else "note",
            said_at=said.said_at,
            case=CaseRef(case_id=case_id),
            values={"text": text, "seen_in": view},
            place=said.place,
            message=said.message,
            via="mention",
            called=said.called,
            files=said.files,
        )
        answer = self._talk.answer(wish, now)
        # Somebody who is nobody's here was not speaking to us, and learns nothing.
        if answer.done is not None or (answer.refused and answer.refused.reason in ("case.not_found", "not_found")):
            return None
        return answer

    def _is_for_the_thread(self, said: Said, phrase: Phrase, view: str) -> bool:
        """A mention in a case's thread that is no command was meant for those who read the thread."""
        if phrase.verb is None:
            is_a_slip = phrase.guesses and len(said.spoken.text.split()) <= _MOST_WORDS_OF_A_SLIP
            return bool(said.spoken.text.strip() or said.files) and not is_a_slip
        if view != CUSTOMER:
            return False
        person = self._reads.person(said.identity)
        # "Fixed now, thanks" by a customer is no attempt to resolve the case as an engineer.
        return person is not None and person.standing is Standing.CUSTOMER and phrase.verb.who is Who.OURS


def takes_file(words: str) -> bool:
    """Does what is said ask for the file that came with it?"""
    verb = read(words).verb
    return verb is not None and verb.takes_file


def _wish(said: Said, phrase: Phrase, verb: Verb, here: tuple[str, str] | None) -> Wish:
    number, others = phrase.number, phrase.others
    if here is not None and verb.takes is Takes.CASE and number is not None and not others:
        # In a case's own thread the one number is the other case's.
        others, number = (number,), None
    words = phrase.words
    if here is not None and verb.takes is Takes.LABEL and number is not None and not words:
        number, words = None, said.spoken.text.split()[-1]
    return Wish(
        id=said.id,
        identity=said.identity,
        verb=verb.name,
        said_at=said.said_at,
        case=CaseRef(number=number) if number else None,
        words=words,
        leftover=phrase.leftover,
        mentioned=said.spoken.mentioned,
        others=others,
        values={"rows": said.attached.text} if said.attached is not None else {},
        place=_where_to_open(said, here) if verb.name == "open" else said.place,
        message=said.message,
        via="mention",
        called=said.called,
        files=said.files,
        ground=said.ground,
    )


def _where_to_open(said: Said, here: tuple[str, str] | None) -> Place:
    """The case lives in the thread of the message that reported it, unless that is another case's."""
    if here is not None:
        return replace(said.place, thread=None)
    return replace(said.place, thread=said.place.thread or said.message.message)
