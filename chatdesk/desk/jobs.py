"""What time asks of the desk and of no case: the end of a hold and its reminders, and forgetting what nobody asks for.

Every replica looks; whoever takes a slot first does its work, in the same transaction.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from chatdesk.desk import holding
from chatdesk.store import holds
from chatdesk.store.engine import Store
from chatdesk.store.jobs import take_slot
from chatdesk.store.retention import MOST_AT_ONCE, forget_early_words, forget_receipts, forget_runs

_REMINDER = "hold.reminder"
_FORGETTING = "receipts.forget"
_FORGETS_EVERY = timedelta(hours=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Jobs:
    """What was done last is remembered, so that a beat with nothing to do asks for little."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._forgot_at: datetime | None = None

    def run_due(self, now: datetime) -> int:
        """Does what is due at `now` (UTC); how much that was."""
        return self._look_at_hold(now) + self._forget(now)

    def next_due_at(self, now: datetime) -> datetime | None:
        """When a hold ends or is brought to mind next; forgetting waits for any beat."""
        with self._store.reading() as tx:
            on = holds.current(tx)
        if on is None:
            return None
        moments = (holding.next_reminder_at(on, now), on.until_at)
        return min(at for at in moments if at is not None)

    def _look_at_hold(self, now: datetime) -> int:
        with self._store.reading() as tx:
            on = holds.current(tx)
        if on is None:
            return 0
        if on.until_at is not None and on.until_at <= now:
            return self._end(on.id, now)
        slot_at = holding.latest_reminder_at(on, now)
        if slot_at is None:
            return 0
        with self._store.writing() as tx:
            if not take_slot(tx, _REMINDER, slot_at, now):
                return 0
            still_on = holds.current_locked(tx)
            if still_on is not None:
                holding.remind(tx, still_on, slot_at, now)
        return 1

    def _end(self, hold_id: int, now: datetime) -> int:
        with self._store.writing() as tx:
            on = holds.current_locked(tx)
            if on is None or on.id != hold_id or on.until_at is None or on.until_at > now:
                return 0
            holding.release(tx, None, now)
        return 1

    def _forget(self, now: datetime) -> int:
        slot_at = now - (now - _EPOCH) % _FORGETS_EVERY
        if self._forgot_at is not None and slot_at <= self._forgot_at:
            return 0
        with self._store.writing() as tx:
            is_ours = take_slot(tx, _FORGETTING, slot_at, now)
            if is_ours:
                forget_runs(tx, now)
                forget_early_words(tx, now)
        self._forgot_at = slot_at
        while is_ours:
            with self._store.writing() as tx:
                if forget_receipts(tx, now) < MOST_AT_ONCE:
                    break
        # Nothing became due by it.
        return 0
