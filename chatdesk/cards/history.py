"""What became of a customer's cases, a page at a time (CIP-2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chatdesk import i18n
from chatdesk.cards.case import status_words
from chatdesk.cards.model import Block, Bullets, Button, Card, Inline, Line, Paragraph, Quoted, Small, TimeStyle, Words
from chatdesk.cards.phrases import number_and_title
from chatdesk.cards.voice import Voice, compose, voice_of
from chatdesk.core.view import CaseView, Reader

# Of what resolved a case as much as a list can carry; the whole stands in its thread.
_MOST_WORDS = 120


def history_card(
    views: Sequence[CaseView],
    resolutions: Mapping[str, str],
    reader: Reader,
    *,
    total: int,
    page: int,
    size: int,
    whose: str | None,
    args: Mapping[str, str],
) -> Card:
    """Each case with when it was opened, resolved and closed, and by what. `whose` is the customer's name.

    `args` go with the buttons to the pages before and after.
    """
    voice = voice_of(reader)
    title = voice.say("history.title_of", customer=whose) if whose else voice.say("history.title")
    if not views:
        return compose(title, [Paragraph(voice.say("history.nothing"))])
    rows = tuple(_row(voice, view, resolutions.get(view.case.id), reader) for view in views)
    blocks: list[Block] = [Bullets(rows), page_note(voice, page, size, total)]
    return compose(title, blocks, buttons=page_buttons(voice, "history", page, size, total, args))


def page_note(voice: Voice, page: int, size: int, total: int) -> Small:
    """Which cases of how many are shown."""
    first = (page - 1) * size + 1
    last = min(total, page * size)
    return Small(voice.say("page.shown", first=first, last=last, n=total) if total > size else ())


def page_buttons(
    voice: Voice, verb: str, page: int, size: int, total: int, args: Mapping[str, str]
) -> tuple[Button, ...]:
    """To the pages around this one, as far as there are any."""
    to = [("page.previous", page - 1)] if page > 1 else []
    to += [("page.next", page + 1)] if page * size < total else []
    return tuple(Button(verb, voice.plain(key), (*args.items(), ("page", str(number)))) for key, number in to)


def _row(voice: Voice, view: CaseView, resolution: str | None, reader: Reader) -> Line:
    """ "HARBOR-1 · VPN down · closed · opened …, resolved …, closed …: “Replaced the gateway.”"."""
    case = view.case
    moments = [("history.opened", case.opened_at), ("history.resolved", case.resolved_at)]
    moments.append(("history.closed", case.closed_at))
    told = [voice.say(key, at=(voice.when(at, TimeStyle.DAY),)) for key, at in moments if at is not None]
    parts: list[Line] = [number_and_title(voice, view), status_words(voice, view, for_customer=reader.is_customer)]
    parts += [tuple(one) for one in told]
    if resolution:
        parts.append((Quoted(_clipped(resolution)),))
    line: list[Inline] = []
    for part in parts:
        if line:
            line.append(Words(" · "))
        line.extend(part)
    return i18n.joined(line)


def _clipped(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _MOST_WORDS else plain[: _MOST_WORDS - 1].rstrip() + "…"
