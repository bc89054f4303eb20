"""What a verb is: one shape for what is typed, clicked or sent with a form."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from chatdesk.adapters.talk import build
from chatdesk.adapters.talk.wish import About, Wish


class Who(StrEnum):
    """Who has any use for a verb. The core decides who may; this only chooses what help tells."""

    ANYONE = "anyone"
    OURS = "ours"
    CUSTOMERS = "customers"


class Takes(StrEnum):
    """What may follow a verb and its case: words to keep, one choice, a person, another case, nothing, or a label:
    the name of something elsewhere, which may look like a case's number."""

    NOTHING = "nothing"
    WORDS = "words"
    CHOICE = "choice"
    PERSON = "person"
    CASE = "case"
    LABEL = "label"


@dataclass(frozen=True)
class Verb:
    """`name` is what buttons carry and English readers are told, `spanish` what Spanish readers are told.

    A verb without `build` only looks something up; one that `looks_alone` does so where
    nothing follows it, one that `takes_file` reads the file that came with the words, and what is
    typed after one that `asks_first` is shown with a button before it is done.
    `form` says that a form can ask for what it lacks. One that is not `is_typed` has meaning
    only on a button, with its arguments.
    """

    name: str
    spanish: str = ""
    aliases: tuple[str, ...] = ()
    who: Who = Who.ANYONE
    takes: Takes = Takes.NOTHING
    needs_case: bool = True
    form: bool = False
    is_typed: bool = True
    looks_alone: bool = False
    takes_file: bool = False
    asks_first: bool = False
    build: Callable[[Wish, About], build.Built] | None = None

    @property
    def typed_names(self) -> tuple[str, ...]:
        return tuple(name for name in (self.name, self.spanish, *self.aliases) if name) if self.is_typed else ()

    def named(self, language: str) -> str:
        return self.spanish if language == "es" and self.spanish else self.name
