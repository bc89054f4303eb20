"""Bulk loads: what a file must look like, what is wrong with one, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from chatdesk import i18n
from chatdesk.cards.model import Bullets, Card, Line, Paragraph, Quoted, Small, Tone
from chatdesk.cards.voice import Voice, compose, voice_of
from chatdesk.core.bulk_load import BulkLoad
from chatdesk.core.errors import Refused
from chatdesk.core.load import Load
from chatdesk.core.view import Reader
from chatdesk.core.words import Words

# Of a hash, as much as two people can compare.
_SHOWN_OF_DIGEST = 12


def faulty_card(refused: Refused, reader: Reader) -> Card:
    """Every fault with its line, the first ten, and how many more there are. Nothing of the file was taken."""
    voice, facts = voice_of(reader), dict(refused.facts)
    lines = tuple(_fault(voice, told) for told in json.loads(facts["faults"]))
    more = int(facts["more"])
    rest = Small(voice.say("load.more_faults", n=more)) if more else None
    head = Paragraph(voice.say("refused.load.faulty", n=int(facts["n"])))
    return compose((), [head, Bullets(lines), rest], tone=Tone.WARNING)


def rows_hint(voice: Voice, spec: BulkLoad) -> str:
    """The first line that a file must have, and how long it may be."""
    columns = ";".join(column.label.in_language(voice.language) for column in spec.columns)
    return voice.plain("form.hint.rows", columns=columns, n=spec.most_rows)


def load_words(voice: Voice, load: Load) -> Line:
    """ "120 rows, accepted"."""
    state = voice.plain(f"load.state.{load.state}")
    return voice.say("load.words", rows=voice.plain("load.rows", n=load.rows), state=state)


def shown_digest(digest: str) -> str:
    return digest[:_SHOWN_OF_DIGEST]


def _fault(voice: Voice, told: Mapping[str, Any]) -> Line:
    labels: Mapping[str, str] = told["column"]
    column = Words(tuple(labels.items())).in_language(voice.language) if labels else ""
    blanks: dict[str, i18n.Blank] = {
        "line": int(told["line"]),
        "column": column,
        "value": (Quoted(str(told["value"])),),
    }
    return i18n.say(voice.language, f"load.fault.{told['what']}", **blanks)
