"""What is known of times in which nobody is pinged."""

from __future__ import annotations

from chatdesk.core.holding import HoldView
from chatdesk.core.notice import Audience, AudienceKind
from chatdesk.store import holds, people
from chatdesk.store.engine import Store, Tx
from chatdesk.store.holds import Hold

MOST_KEPT = 20


class HoldReads:
    """The part of `Reads` that asks for holds."""

    _store: Store
    # Said to our own people wherever they look; set once, at the start.
    is_in_shadow = False

    def current_hold(self) -> HoldView | None:
        """The hold that is on, with what it has kept back so far."""
        with self._store.reading() as tx:
            hold = holds.current(tx)
            return _view(tx, hold, None) if hold else None

    def hold_told(self, hold_id: int, audience: Audience | None) -> HoldView | None:
        """One hold, with what it kept back from one audience or from all."""
        with self._store.reading() as tx:
            hold = holds.by_id(tx, hold_id)
            return _view(tx, hold, audience) if hold else None


def _view(tx: Tx, hold: Hold, audience: Audience | None) -> HoldView:
    kept, count = holds.kept_back(tx, hold.id, audience, MOST_KEPT)
    named = {one.audience.name for one in kept if one.audience.kind is AudienceKind.PERSON}
    return HoldView(
        begun_by=hold.begun_by,
        reason=hold.reason,
        begun_at=hold.begun_at,
        until_at=hold.until_at,
        ended_at=hold.ended_at,
        ended_by=hold.ended_by,
        kept=kept,
        count=count,
        people=people.views(tx, tuple(named)),
    )
