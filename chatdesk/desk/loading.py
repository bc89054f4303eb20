"""The rows that come with a case that is about to open: checked whole, and counted against the month (COD-11)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from chatdesk.core.bulk_load import BulkLoad, Checked, check
from chatdesk.core.commands import Open
from chatdesk.core.errors import Refused
from chatdesk.core.load import Load, LoadState
from chatdesk.core.policy import Policy
from chatdesk.store import loads
from chatdesk.store.engine import Tx

# Of a file in which everything is wrong, as many faults as a person can use at once.
MOST_FAULTS = 10


def with_load(tx: Tx, command: Open, texts: Mapping[str, str], policy: Policy, now: datetime) -> Open | Refused:
    """The command with what its rows came to, or every fault of theirs. Call it with the customer's number taken:
    rivals then wait, and two loads of one month cannot both be its first.
    """
    reason = policy.reason(command.reason)
    spec = reason.bulk_load if reason else None
    if spec is None:
        return command
    rows = texts.get(command.description_id or "", "")
    if not rows.strip():
        return Refused("load.missing")
    checked = check(rows, spec)
    if checked.faults:
        return faulty(checked, spec)
    zone = ZoneInfo(policy.hours(policy.main_hours).zone)
    first_at = now.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    is_one_too_many = loads.count_since(tx, command.customer_id, first_at) >= spec.per_month
    state = LoadState.WAITING if is_one_too_many else LoadState.ACCEPTED
    return replace(command, load=Load(checked.rows, checked.digest, state))


def faulty(checked: Checked, spec: BulkLoad) -> Refused:
    """With the columns' labels: whoever reads it does not know the policy's own names."""
    labels = {column.key: dict(column.label.texts) for column in spec.columns}
    told = [
        {"line": fault.line, "what": fault.what, "column": labels.get(fault.column, {}), "value": fault.value[:80]}
        for fault in checked.faults[:MOST_FAULTS]
    ]
    more = len(checked.faults) - len(told)
    return Refused.because(
        "load.faulty", faults=json.dumps(told, ensure_ascii=False), n=str(len(checked.faults)), more=str(more)
    )
