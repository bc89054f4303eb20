"""A notice put into words, from its case as it stands now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.cards.holding import hold_notice_card, marked_as_held, marked_as_unpinged
from chatdesk.cards.model import Card
from chatdesk.cards.news import news_card
from chatdesk.cards.notices import ASKING, notice_card
from chatdesk.cards.retried import retried_card
from chatdesk.core.holding import HOLD_NOTICES
from chatdesk.core.notice import ENGINEERS_VIEW
from chatdesk.core.view import Reader
from chatdesk.delivery.live_lane import names_of
from chatdesk.delivery.sender import Reads
from chatdesk.store.claims import ClaimedNotice, Shown
from chatdesk.store.queue import RETRIED


@dataclass(frozen=True)
class Written:
    """One notice, or the message they make; `shown` if it asks for an answer with its buttons."""

    name: str
    card: Card
    shown: Shown | None = None


def write_one(reads: Reads, row: ClaimedNotice, reader: Reader | None, now: datetime) -> Written:
    """Raises LookupError where the case or its reader is gone."""
    if row.notice.kind in HOLD_NOTICES:
        return _write_hold(reads, row, reader)
    if row.notice.kind == RETRIED and reader is not None:
        return Written("", retried_card(row.notice, reader))
    if row.case_id is None:
        return _write_news(reads, row, reader)
    view = reads.case_view(row.case_id, now)
    if view is None or reader is None:
        raise LookupError(f"{row.notice.kind} of case {row.case_id} has no reader")
    card = marked_as_held(notice_card(view, row.notice, reader), row.notice, reader)
    if row.notice.audience == ENGINEERS_VIEW and row.notice.is_urgent and reads.current_hold() is not None:
        # The thread says who is told; while pings are held, nobody is.
        card = marked_as_unpinged(card, reader)
    asks = row.notice.kind in ASKING and card.buttons
    return Written(view.case.number, card, Shown(names_of(card), view.case.version) if asks else None)


def _write_hold(reads: Reads, row: ClaimedNotice, reader: Reader | None) -> Written:
    whose = row.notice.audience if row.notice.kind == "hold.kept" else None
    hold = reads.hold_told(row.notice.seq, whose)
    if hold is None or reader is None:
        raise LookupError(f"{row.notice.kind} of hold {row.notice.seq} has no reader")
    return Written("", hold_notice_card(hold, row.notice, reader))


def _write_news(reads: Reads, row: ClaimedNotice, reader: Reader | None) -> Written:
    news = reads.news(row.customer_id, row.notice.seq)
    if news is None or reader is None:
        raise LookupError(f"{row.notice.kind} for {row.customer_id} has no reader")
    return Written(news.customer.name, news_card(news, row.notice, reader))
