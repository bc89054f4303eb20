"""Forgetting what nothing can ask for any more."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from chatdesk.store.tables import early_words, job_runs, receipts

# Slack repeats an event for a day and an hour at most; the rest is for whoever looks into something.
KEEP_RECEIPTS = timedelta(days=3)
# Far beyond any slot that could still be asked for.
KEEP_RUNS = timedelta(days=90)
MOST_AT_ONCE = 500


def forget_receipts(tx: Connection, now: datetime) -> int:
    """Deletes the oldest receipts past their time, a few at once; says how many."""
    old = (
        select(receipts.c.id)
        .where(receipts.c.created_at < now - KEEP_RECEIPTS)
        .order_by(receipts.c.created_at)
        .limit(MOST_AT_ONCE)
    )
    return tx.execute(delete(receipts).where(receipts.c.id.in_(old.scalar_subquery()))).rowcount


def forget_early_words(tx: Connection, now: datetime) -> None:
    """Edits and deletions of messages that nobody told us of in all the time in which a platform still does."""
    tx.execute(delete(early_words).where(early_words.c.changed_at < now - KEEP_RECEIPTS))


def forget_runs(tx: Connection, now: datetime) -> None:
    tx.execute(delete(job_runs).where(job_runs.c.started_at < now - KEEP_RUNS))
