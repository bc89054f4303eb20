"""What `chatdesk policy apply` does once the database is open; apart, so that other commands do not wait for it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chatdesk.app import new_id
from chatdesk.cli_policy_moved import moved_lines, plain_moved
from chatdesk.core.policy import Policy
from chatdesk.desk import Desk, Moved
from chatdesk.simulation.labels import plural
from chatdesk.store.engine import Store
from chatdesk.store.moving import current_version, under_other_versions


def carry_out(
    store: Store, policy: Policy, now: datetime, open_cases: bool, dry_run: bool
) -> tuple[dict[str, Any], list[str], list[Moved]]:
    """Applies, or only says what applying would do: as plain values, as lines, and case by case."""
    desk = Desk(store, new_id)
    with store.reading() as tx:
        was = current_version(tx, policy.name)
        waiting = len(under_other_versions(tx, policy.name, policy.version))
    if not dry_run and was != policy.version:
        desk.use_policies([policy], now)
    moved: list[Moved] = []
    if open_cases and waiting:
        moved = desk.would_move(policy, now) if dry_run else list(desk.move_open_cases(policy, now))
    lines = [_of_new_cases(policy, was, dry_run), *_of_open_cases(policy, waiting, moved, open_cases, dry_run)]
    told = {
        "policy": policy.name,
        "was": was,
        "version": policy.version,
        "is_dry_run": dry_run,
        "open_cases": waiting,
        "moved": [plain_moved(one) for one in moved],
    }
    return told, lines, moved


def _of_new_cases(policy: Policy, was: str | None, dry_run: bool) -> str:
    if was == policy.version:
        return f"New cases are opened under this version of {policy.name} already."
    verb = "would be" if dry_run else "are"
    if was is None:
        return f"{policy.name} is new here: the cases of customers who get it {verb} opened under it."
    return f"New cases {verb} opened under this version of {policy.name} from now on."


def _of_open_cases(policy: Policy, waiting: int, moved: list[Moved], open_cases: bool, dry_run: bool) -> list[str]:
    if not waiting:
        return [f"No open case is under another version of {policy.name}."]
    if not open_cases:
        verb = "stays under its version" if waiting == 1 else "stay under their versions"
        return [f"{plural(waiting, 'open case')} {verb}; --open-cases moves such cases too."]
    count = sum(one.refused is None for one in moved)
    verb = "would be moved" if dry_run else "moved"
    return [f"{plural(count, 'open case')} {verb}:", *moved_lines(moved)]
