"""`chatdesk outbox …`: what waits or did not arrive, beside a running server or without one."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from chatdesk.store.waiting import Waiting

_NOT_FOUND = 1
_NOT_ASKED = 2

outbox_commands = typer.Typer(no_args_is_help=True, help="What waits to be said, and what did not arrive.")


class State(StrEnum):
    """What can be asked for."""

    DEAD = "dead"
    PENDING = "pending"
    UNCERTAIN = "uncertain"
    HELD = "held"


@outbox_commands.callback()
def outbox() -> None:
    """What waits to be said, and what did not arrive."""


@outbox_commands.command("list")
def list_command(
    state: Annotated[State | None, typer.Option(help="Only these.")] = None,
    case: Annotated[str, typer.Option(help="Only what one case says, as HARBOR-1.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, one object a line.")] = False,
) -> None:
    """What waits, since when, how often it was tried, what went wrong last and what to do about it."""
    from chatdesk.settings import StoreSettings, read_settings
    from chatdesk.store.engine import open_existing
    from chatdesk.store.waiting import MOST_LISTED, STATES, waiting

    store = open_existing(read_settings(StoreSettings).database_url)
    try:
        with store.reading() as tx:
            found = waiting(tx, (state.value,) if state else STATES, case or None)
    finally:
        store.close()
    for one in found:
        for line in [json.dumps(_plain(one), ensure_ascii=False)] if as_json else _lines(one):
            typer.echo(line)
    if not as_json:
        typer.echo(_count(found, MOST_LISTED))


@outbox_commands.command("retry")
def retry_command(
    ids: Annotated[list[int] | None, typer.Argument(help="Ids as `outbox list` shows them.")] = None,
    dead: Annotated[bool, typer.Option("--dead", help="Everything that did not arrive, cards included.")] = False,
    channel: Annotated[str, typer.Option(help="With --dead: only what was for this channel or account id.")] = "",
) -> None:
    """Send again what did not arrive. What may stand already is looked for first; nothing that was sent is doubled."""
    if bool(ids) == dead or (channel and not dead):
        typer.echo("Name ids, or --dead for everything that did not arrive (with --channel: there).", err=True)
        raise typer.Exit(_NOT_ASKED)
    from chatdesk.app import wall_clock
    from chatdesk.settings import StoreSettings, read_settings
    from chatdesk.store.engine import open_existing
    from chatdesk.store.waiting import dead_ids, retry, revive_cards

    store = open_existing(read_settings(StoreSettings).database_url)
    now, fates, unknown = wall_clock(), Counter[str](), 0
    try:
        with store.reading() as tx:
            wanted = ids or dead_ids(tx, channel or None)
        if dead:
            with store.writing() as tx:
                fates["cards"] = revive_cards(tx, channel or None, now)
        for one in wanted:
            # Each in a transaction of its own: a server works beside us.
            with store.writing() as tx:
                retried = retry(tx, one, now)
            if retried is None:
                unknown += 1
                typer.echo(f"{one}: nothing that did not arrive has this id; see `chatdesk outbox list`", err=True)
                continue
            fates[retried.fate] += 1
            if retried.fate == "nowhere":
                typer.echo(f"{one}: there is still nobody to send it to; correct the directory first", err=True)
    finally:
        store.close()
    typer.echo(
        f"{fates['back']} sent again, {fates['cards']} cards posted anew, {fates['reached']} had arrived at another "
        "address; a running server sends them within a minute"
    )
    if unknown or fates["nowhere"]:
        raise typer.Exit(_NOT_FOUND)


def _plain(one: Waiting) -> dict[str, object]:
    values = {name: value.isoformat() if isinstance(value, datetime) else value for name, value in asdict(one).items()}
    return {**values, "what_to_do": _advice(one)}


def _lines(one: Waiting) -> Iterator[str]:
    where = f" ({one.platform} {one.where})" if one.platform else ""
    urgent = ", urgent" if one.is_urgent else ""
    yield f"{one.id:>7}  {one.state:9}  {one.number or '-'}  {one.kind} for {one.to}{where}{urgent}"
    tried = (
        "not tried yet" if not one.attempts else "tried once" if one.attempts == 1 else f"tried {one.attempts} times"
    )
    again = f", next {_time(one.retry_at)}" if one.state in (State.PENDING, State.UNCERTAIN) else ""
    yield f"{'':7}  since {_time(one.since)}, {tried}{again}"
    if advice := _advice(one):
        yield f"{'':7}  {advice}"


def _advice(one: Waiting) -> str:
    """What went wrong last in words, and what to do."""
    if one.reached:
        return "It arrived at another address of theirs."
    if one.state == State.HELD:
        return "Pings are held; an administrator ends that in chat with “admin release”."
    if one.error is None:
        return ""
    from chatdesk import i18n

    key = f"failure.{one.error}"
    said = i18n.plain("en", key) if i18n.has(key) else i18n.plain("en", "failure.other", error=one.error)
    return f"{said} Then: chatdesk outbox retry {_asked_by(one)}" if one.state == State.DEAD else said


def _asked_by(one: Waiting) -> str:
    return f"--dead --channel {one.where}" if one.kind == "card" else one.id


def _count(found: list[Waiting], most: int) -> str:
    counts = Counter(one.state for one in found)
    told = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing waits"
    return f"{told} (only the oldest {most} are shown)" if len(found) >= most else told


def _time(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
