"""The neutral card: what is said and what can be done, before any platform's JSON.

Text is a line of inlines. Renderers escape every string once on the way out, so none of
these carries markup; what a person wrote is a `Quoted`, which platforms show unparsed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from chatdesk.cards.fields import ChannelField as ChannelField
from chatdesk.cards.fields import ChoiceField as ChoiceField
from chatdesk.cards.fields import FieldOption as FieldOption
from chatdesk.cards.fields import FileField as FileField
from chatdesk.cards.fields import PersonField as PersonField
from chatdesk.cards.fields import TextField as TextField
from chatdesk.core.places import Identity, MessageRef, Place


class Tone(StrEnum):
    CALM = "calm"
    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


class TimeStyle(StrEnum):
    """`MOMENT` is date and time; `CLOCK` the time alone; `DAY` the date alone."""

    MOMENT = "moment"
    CLOCK = "clock"
    DAY = "day"


@dataclass(frozen=True)
class Words:
    """Our own words or plain values (numbers of cases, labels)."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class Quoted:
    """A short piece that a person wrote, inside a line (a title, a name they chose)."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True)
class When:
    """An instant (UTC). `plain` is it in the reader's zone, zone named; platforms with live dates use `at`."""

    at: datetime
    plain: str
    style: TimeStyle = TimeStyle.MOMENT


@dataclass(frozen=True)
class Who:
    """A person. `pings` asks the platform to mention (and so alert) them, where an account is known there."""

    name: str
    identities: tuple[Identity, ...] = ()
    pings: bool = False


@dataclass(frozen=True)
class Hyperlink:
    label: str
    url: str


@dataclass(frozen=True)
class MessageLink:
    """A link to a message that stands on a platform; shown as plain words elsewhere."""

    label: str
    message: MessageRef


@dataclass(frozen=True)
class ChannelName:
    """A channel by the name its platform shows; `label` where only bare words are shown."""

    label: str
    channel: Place


Inline = Words | Quoted | When | Who | Hyperlink | MessageLink | ChannelName
Line = tuple[Inline, ...]


@dataclass(frozen=True)
class Paragraph:
    line: Line


@dataclass(frozen=True)
class Quote:
    """What a person wrote, whole. Platforms shorten it to their limit and say so."""

    text: str


@dataclass(frozen=True)
class Fact:
    label: str
    value: Line


@dataclass(frozen=True)
class Facts:
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class Bullets:
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Small:
    """A footnote."""

    line: Line


@dataclass(frozen=True)
class Divider:
    pass


Block = Paragraph | Quote | Facts | Bullets | Small | Divider


@dataclass(frozen=True)
class Confirm:
    title: str
    text: str
    yes: str
    no: str


@dataclass(frozen=True)
class Button:
    """Does `verb` (a name in the adapters' registry) on a case. `args` are opaque ids and enum values, no authority.

    `opens_form` tells platforms that the answer to the click is a form.
    """

    verb: str
    label: str
    args: tuple[tuple[str, str], ...] = ()
    style: str = "plain"
    confirm: Confirm | None = None
    opens_form: bool = False


class AlarmStep(StrEnum):
    """What an alarm does: it rings, falls silent because somebody has it, or is over."""

    RAISED = "raised"
    TAKEN = "taken"
    OVER = "over"


class AlarmLevel(StrEnum):
    CRITICAL = "critical"
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Alarm:
    """What a pager is told. The card around it says the same in whole sentences.

    `id` is opaque and the same for everything about one alarm; `word_id` is of this word about it, and the same when
    it is sent again. `subject` is one line; `facts` are plain labels and values. `thread` is where the case is worked
    on.
    """

    step: AlarmStep
    id: str
    word_id: str
    at: datetime
    level: AlarmLevel
    subject: str
    facts: tuple[tuple[str, str], ...]
    thread: MessageRef | None = None


@dataclass(frozen=True)
class Card:
    """A message or a picture of a case. `text` is complete in itself: screen readers and notifications get only it."""

    text: str
    title: Line = ()
    tone: Tone = Tone.CALM
    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    alarm: Alarm | None = None


FormPart = TextField | ChoiceField | PersonField | ChannelField | FileField | Paragraph | Small | Divider


@dataclass(frozen=True)
class Form:
    """A dialog. `verb` and `args` come back with its values when it is sent."""

    verb: str
    title: str
    submit: str
    cancel: str
    parts: tuple[FormPart, ...]
    args: tuple[tuple[str, str], ...] = ()
