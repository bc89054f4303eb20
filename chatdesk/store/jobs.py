"""Jobs that belong to no case: however many replicas wake for a slot, one runs it."""

from __future__ import annotations

from datetime import datetime

from chatdesk.store.engine import Tx
from chatdesk.store.tables import job_runs
from chatdesk.store.upsert import insert_new


def take_slot(tx: Tx, job: str, slot_at: datetime, now: datetime) -> bool:
    """True for the one transaction that runs this slot; if that is undone, the slot is free again."""
    return insert_new(tx, job_runs, [{"job": job, "slot_at": slot_at, "started_at": now}]) == 1
