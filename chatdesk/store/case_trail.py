"""What of one case stands where, what it has told whom, and what people wrote in it: for an operator's eyes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from chatdesk.store.tables import cases, deliveries, people, places, policies, texts
from chatdesk.store.waiting import listed


@dataclass(frozen=True)
class Standing:
    """The case's card in one place. `sent` of `wanted`: which version of the case it shows, and which one it should."""

    view: str
    platform: str
    channel: str
    thread: str | None
    message: str | None
    state: str
    sent: int
    wanted: int
    attempts: int
    error: str | None


@dataclass(frozen=True)
class Told:
    """One notice for one destination; `seq` is the event it tells of. `at` is that event's moment."""

    id: int
    seq: int
    kind: str
    to: str
    platform: str | None
    where: str | None
    state: str
    at: datetime
    sent_at: datetime | None
    attempts: int
    error: str | None
    message: str | None
    is_repeat: bool


@dataclass(frozen=True)
class Said:
    """What somebody wrote; `body` is empty where it was erased. The message that carried it, where there was one."""

    id: str
    field: str
    by: str | None
    at: datetime
    body: str
    platform: str | None
    channel: str | None
    message: str | None


@dataclass(frozen=True)
class Trail:
    """`pinned_is_current` says whether a case opened now would get the same version of the policy. `wake_at` is what
    time alone changes next; `left_alone_until` is set where the case fails when it is woken."""

    standing: tuple[Standing, ...]
    told: tuple[Told, ...]
    said: tuple[Said, ...]
    pinned_is_current: bool
    wake_at: datetime | None
    left_alone_until: datetime | None


def trail(tx: Connection, case_id: str) -> Trail:
    """Raises LookupError if there is no such case."""
    row = tx.execute(
        select(cases.c.wake_at, cases.c.poisoned_until, policies.c.is_current)
        .join(policies, policies.c.version == cases.c.policy_version)
        .where(cases.c.id == case_id)
    ).first()
    if row is None:
        raise LookupError(f"there is no case {case_id}")
    return Trail(
        standing=tuple(
            Standing(
                view=one.view,
                platform=one.platform,
                channel=one.channel,
                thread=one.thread,
                message=one.anchor,
                state=one.anchor_state,
                sent=one.card_sent,
                wanted=one.card_wanted,
                attempts=one.card_attempts,
                error=one.card_error,
            )
            for one in tx.execute(select(places).where(places.c.case_id == case_id).order_by(places.c.id))
        ),
        told=tuple(
            Told(
                id=one.id,
                seq=one.seq,
                kind=one.kind,
                to=one.person or one.audience_name,
                platform=one.to_platform or one.place_platform,
                where=one.to_where,
                state=one.state,
                at=one.at,
                sent_at=one.sent_at,
                attempts=one.attempts,
                error=one.last_error,
                message=one.message,
                is_repeat=one.is_repeat,
            )
            for one in tx.execute(listed().where(deliveries.c.case_id == case_id).order_by(deliveries.c.id))
        ),
        said=tuple(
            Said(one.id, one.field, one.name, one.created_at, one.body, one.platform, one.channel, one.message)
            for one in tx.execute(
                select(texts, people.c.name)
                .outerjoin(people, people.c.id == texts.c.author_id)
                .where(texts.c.case_id == case_id)
                .order_by(texts.c.created_at, texts.c.id)
            )
        ),
        pinned_is_current=row.is_current,
        wake_at=row.wake_at if row.poisoned_until is None else None,
        left_alone_until=row.poisoned_until,
    )
