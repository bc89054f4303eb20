"""The standing message of each customer's channel: which are wanted, who looks at one, and what came of it.

A channel is looked at again at every start, when the directory or its words change, and when
somebody deleted its message. `AT_ONCE` stands for "now" where no clock is at hand.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, bindparam, case, func, or_, select, update

from chatdesk.core.errors import Refused
from chatdesk.core.places import MessageRef, Place
from chatdesk.store.engine import Store
from chatdesk.store.tables import channels, customers, standing_messages
from chatdesk.store.upsert import insert_new

AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)

_T = standing_messages.c
_LOOK = {"due_at": AT_ONCE}
_BY_CHANNEL = (
    _T.platform == bindparam("at_platform"),
    _T.tenant == bindparam("at_tenant"),
    _T.channel == bindparam("at_channel"),
)


@dataclass(frozen=True)
class ClaimedStanding:
    """A channel whose standing message has to be looked at.

    `message` stands there as `drawn`, and was last looked at at `looked_at`. `is_uncertain`
    says that an earlier post under `key`, first tried at `since`, may stand: look for it first.
    """

    token: str
    key: str
    place: Place
    is_wanted: bool
    message: MessageRef | None
    drawn: str | None
    looked_at: datetime | None
    attempts: int
    since: datetime
    is_uncertain: bool


def keep(tx: Connection) -> None:
    """Bring what is wanted up to the customers' channels as they are now, and have each looked at."""
    found = tx.execute(
        select(
            channels.c.platform,
            channels.c.tenant,
            channels.c.channel,
            channels.c.customer_id,
            customers.c.has_standing_message.label("has_one"),
        )
        .join(customers, customers.c.id == channels.c.customer_id)
        .where(customers.c.is_active)
        .order_by(channels.c.rank)
    ).all()
    insert_new(tx, standing_messages, [_new(row) for row in found])
    tx.execute(update(standing_messages).values(is_wanted=False, **_LOOK))
    for row in found:
        stands = {"customer_id": row.customer_id, "is_wanted": row.has_one is not False}
        # The directory wins where it says something.
        stands |= {"is_refused": False} if row.has_one is not None else {}
        tx.execute(update(standing_messages).where(*_BY_CHANNEL).values(**stands), _at(row))


def want(tx: Connection, place: Place, is_wanted: bool) -> bool | Refused:
    """Our people want the message of a customer's channel, or refuse it; False where it is so already.

    Refused where the channel is no customer's, and where the directory itself says what stands there.
    """
    found = tx.execute(
        select(standing_messages.c.is_refused, customers.c.id, customers.c.has_standing_message.label("has_one"))
        .join(channels, channels.c.customer_id == customers.c.id)
        .join(standing_messages, standing_messages.c.customer_id == customers.c.id)
        .where(customers.c.is_active, *_BY_CHANNEL)
        .where(channels.c.platform == _T.platform, channels.c.tenant == _T.tenant, channels.c.channel == _T.channel),
        _at(place),
    ).first()
    if found is None:
        return Refused("button_where")
    if found.has_one is not None:
        return False if found.has_one is is_wanted else Refused.because("button_file", customer=found.id)
    if found.is_refused is not is_wanted:
        return False
    tx.execute(update(standing_messages).where(*_BY_CHANNEL).values(is_refused=not is_wanted, **_LOOK), _at(place))
    return True


def look_again(tx: Connection, place: Place) -> bool:
    """We came into this channel, or something happened to its message."""
    return tx.execute(update(standing_messages).where(*_BY_CHANNEL).values(**_LOOK), _at(place)).rowcount > 0


def words_changed(tx: Connection, customer_id: str) -> None:
    tx.execute(update(standing_messages).where(_T.customer_id == customer_id).values(**_LOOK))


def deleted(tx: Connection, message: MessageRef) -> bool:
    """Somebody deleted this message; if it was a standing one, it is posted anew."""
    gone = update(standing_messages).where(*_BY_CHANNEL, _T.message == message.message)
    return tx.execute(gone.values(message=None, drawn=None, **_LOOK), _at(message.place)).rowcount > 0


class StandingMessages:
    """As delivery uses them: claim, send outside any transaction, record under the token. `new_id` makes tokens."""

    def __init__(self, store: Store, new_id: Callable[[], str]) -> None:
        self._store = store
        self._new_id = new_id

    def claim(self, now: datetime, limit: int, lease: timedelta) -> list[ClaimedStanding]:
        with self._store.writing() as tx:
            rows = tx.execute(
                select(standing_messages)
                .where(_T.due_at <= now, or_(_T.claimed_until.is_(None), _T.claimed_until <= now))
                .order_by(_T.due_at, _T.id)
                .limit(limit)
                .with_for_update(skip_locked=True)
            ).all()
            return [self._claim_one(tx, row, now, lease) for row in rows]

    def record_shown(self, token: str, message: MessageRef | None, drawn: str | None, now: datetime) -> bool:
        """What is wanted stands, or nothing does where nothing is wanted."""
        # What was told of the message meanwhile, its deletion too, is only known after another look.
        looked_at = case((_T.due_at == _instant(AT_ONCE), None), else_=_instant(now))
        stands = {"message": message.message if message else None, "drawn": drawn, "looked_at": looked_at}
        return self._record(token, None, is_uncertain=False, attempts=0, error=None, **stands)

    def record_unchanged(self, token: str) -> bool:
        return self._record(token, None, is_uncertain=False, attempts=0, error=None)

    def record_lost(self, token: str, error: str) -> bool:
        """The message is gone though its channel is not; it is posted anew."""
        return self._record(token, AT_ONCE, is_uncertain=False, message=None, drawn=None, error=error)

    def record_retry(self, token: str, retry_at: datetime, error: str) -> bool:
        return self._record(token, retry_at, is_uncertain=False, error=error)

    def record_uncertain(self, token: str, look_up_at: datetime, error: str) -> bool:
        """A post may stand or not; the next claim says so."""
        return self._record(token, look_up_at, is_uncertain=True, error=error)

    def _claim_one(self, tx: Connection, row: Row[Any], now: datetime, lease: timedelta) -> ClaimedStanding:
        # An edit may be repeated; a post whose sender never came back may stand already.
        is_uncertain = row.message is None and (row.is_uncertain or row.token is not None)
        token = self._new_id()
        key = row.key if is_uncertain else self._new_id()
        since = row.claimed_at if is_uncertain else now
        tx.execute(
            update(standing_messages)
            .where(_T.id == row.id)
            .values(
                token=token,
                key=key,
                claimed_at=since,
                claimed_until=now + lease,
                due_at=now + lease,
                attempts=row.attempts + 1,
            )
        )
        place = Place(row.platform, row.tenant, row.channel)
        return ClaimedStanding(
            token=token,
            key=key,
            place=place,
            is_wanted=row.is_wanted and not row.is_refused,
            message=MessageRef(place, row.message) if row.message is not None else None,
            drawn=row.drawn,
            looked_at=row.looked_at,
            attempts=row.attempts + 1,
            since=since,
            is_uncertain=is_uncertain,
        )

    def _record(self, token: str, due_at: datetime | None, **values: Any) -> bool:
        # What came up while the message was sent has not been looked at yet.
        due = case((_T.due_at == _instant(AT_ONCE), _instant(AT_ONCE)), else_=_instant(due_at))
        with self._store.writing() as tx:
            done = update(standing_messages).where(_T.token == token)
            return tx.execute(done.values(due_at=due, token=None, claimed_until=None, **values)).rowcount > 0


def next_due_at(tx: Connection) -> datetime | None:
    """When the next channel has to be looked at, or the next lease on one runs out."""
    moments = case((_T.token.is_(None), _T.due_at), else_=_T.claimed_until)
    return tx.execute(select(func.min(moments)).where(_T.due_at.is_not(None))).scalar()


def _new(row: Any) -> dict[str, Any]:
    return {
        "platform": row.platform,
        "tenant": row.tenant,
        "channel": row.channel,
        "customer_id": row.customer_id,
        "is_wanted": row.has_one is not False,
        "is_refused": False,
        "due_at": AT_ONCE,
        "attempts": 0,
        "is_uncertain": False,
    }


def _at(where: Any) -> dict[str, Any]:
    return {"at_platform": where.platform, "at_tenant": where.tenant, "at_channel": where.channel}


def _instant(at: datetime | None) -> Any:
    return bindparam(None, at, type_=_T.due_at.type)
