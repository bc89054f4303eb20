"""A desk on a real database, with a small cast, and words for what people do there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from chatdesk.core import commands as c
from chatdesk.core.case import Case
from chatdesk.core.directory import Customer, Directory, Listed, Organisation
from chatdesk.core.inbound import CaseRef, Done, Inbound, Outcome
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, MessageRef, Place
from chatdesk.core.policy import Policy
from chatdesk.desk import Desk, Failure
from chatdesk.policy_files import read_policy
from chatdesk.reads import Reads
from chatdesk.store import cases
from chatdesk.store.claims import ClaimedBatch, ClaimedCard
from chatdesk.store.engine import Store
from chatdesk.store.outbox import Outbox
from chatdesk.store.tables import deliveries, metadata, places

# A Monday morning in New York; P1 is acknowledged within an hour and escalates after four.
NOON = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEASE = timedelta(seconds=30)

OURS, FOREIGN = "T0OURS", "T0BLUEPEAK"
HARBOR_CHANNEL = Place("slack", OURS, "C0HARBOR")
BLUEPEAK_CHANNEL = Place("slack", OURS, "C0BLUEPEAK")
ENGINEERS = Place("slack", OURS, "C0DESK")
ON_CALL = Place("slack", OURS, "C0ONCALL")

RUTH = Identity("slack", OURS, "U0RUTH")
CAMILA = Identity("slack", OURS, "U0CAMILA")
CHLOE = Identity("slack", FOREIGN, "U0CHLOE")
DANA = Identity("slack", OURS, "U0DANA")
MALIK = Identity("slack", OURS, "U0MALIK")
GRACE = Identity("slack", OURS, "U0GRACE")
VICTOR = Identity("slack", OURS, "U0VICTOR")
NOBODY = Identity("slack", OURS, "U0NOBODY")


def listed(identity: Identity, name: str, standing: Standing, **more: Any) -> Listed:
    return Listed(
        id=name.split()[0].lower(),
        name=name,
        title="",
        standing=standing,
        language=more.pop("language", "en"),
        zone="America/New_York",
        identities=more.pop("identities", (identity,)),
        **more,
    )


HARBOR = Customer(
    id="harbor",
    name="Harbor Grid",
    prefix="HARBOR",
    policy="catamarun",
    plan=None,
    language="en",
    zone="America/New_York",
    channels=(HARBOR_CHANNEL,),
    people=(
        listed(RUTH, "Ruth Adler", Standing.CUSTOMER, is_representative=True),
        listed(CAMILA, "Camila Rojas", Standing.CUSTOMER, language="es"),
    ),
)
BLUEPEAK = Customer(
    id="bluepeak",
    name="Bluepeak Media",
    prefix="BLUEPEAK",
    policy="catamarun",
    plan=None,
    language="en",
    zone="America/Chicago",
    tenants=(("slack", FOREIGN),),
    channels=(BLUEPEAK_CHANNEL,),
    people=(listed(CHLOE, "Chloé Martin", Standing.CUSTOMER),),
)
DIRECTORY = Directory(
    organisation=Organisation("Northwind Support", "en", "America/New_York", (("slack", OURS),)),
    channels=(
        ("engineers", ENGINEERS),
        ("on_call", ON_CALL),
        ("director", Place("slack", OURS, "C0DIRECTORS")),
        ("vp", Place("slack", OURS, "C0VP")),
    ),
    people=(
        listed(DANA, "Dana Reyes", Standing.AGENT),
        listed(MALIK, "Malik Osei", Standing.AGENT),
        listed(GRACE, "Grace Lindqvist", Standing.EXECUTIVE),
        listed(VICTOR, "Victor Chen", Standing.EXECUTIVE),
    ),
    roles=(
        ("on_call", ("malik",)),
        ("director", ("grace",)),
        ("director_of_services", ("grace",)),
        ("vp", ("victor",)),
        ("vp_sales", ("victor",)),
    ),
    customers=(HARBOR, BLUEPEAK),
)


@cache
def policy(name: str = "catamarun") -> Policy:
    return read_policy(Path(__file__).parents[2] / "policies" / f"{name}.yml")


class DeskWorld:
    """Time is `now`, moved by hand. Every failure that the desk reports is in `failures`."""

    def __init__(self, store: Store, who: Directory = DIRECTORY) -> None:
        self.store = store
        self.now = NOON
        self.failures: list[Failure] = []
        self._ids = count(1)
        self.desk = Desk(store, self.new_id, report=self.failures.append)
        self.reads = Reads(store)
        self.outbox = Outbox(store, self.new_id)
        self.desk.use_policies([policy()], NOON)
        self.desk.use_directory(who)

    def new_id(self) -> str:
        return f"id{next(self._ids)}"

    def opening(
        self, who: Identity = RUTH, place: Place | None = HARBOR_CHANNEL, severity: int | None = 1, **more: Any
    ) -> Inbound:
        """The request that opens a case titled "VPN is down"."""
        title_id = self.new_id()
        command = c.Open(
            case_id=more.pop("case_id", None) or self.new_id(),
            title_id=title_id,
            reported_at=self.now,
            severity=severity,
            **more,
        )
        return Inbound(self.new_id(), who, command, texts={title_id: "VPN is down"}, place=place)

    def open(self, who: Identity = RUTH, place: Place | None = HARBOR_CHANNEL, **more: Any) -> Case:
        done = self.desk.handle(self.opening(who, place, **more), self.now)
        assert isinstance(done, Done), done
        return self.case(done.case_id)

    def do(self, who: Identity, command: c.Command, case: Case | CaseRef, words: str | None = None) -> Outcome:
        """Gives a command; `words` become the text that it points to."""
        ref = case if isinstance(case, CaseRef) else CaseRef(case_id=case.id)
        names = ("text_id", "reason_id", "note_id")
        text_id = next((value for name in names if (value := getattr(command, name, None))), None)
        texts = {text_id: words} if text_id and words is not None else {}
        return self.desk.handle(Inbound(self.new_id(), who, command, ref, texts), self.now)

    def note(self, who: Identity, case: Case, words: str = "look here") -> Outcome:
        return self.do(who, c.Note(text_id=self.new_id()), case, words)

    def reply(self, who: Identity, case: Case, words: str = "we are on it") -> Outcome:
        return self.do(who, c.Reply(text_id=self.new_id(), said_at=self.now), case, words)

    def case(self, case_id: str) -> Case:
        with self.store.reading() as tx:
            found = cases.load(tx, case_id)
        assert found is not None
        return found

    def until(self, now: datetime) -> None:
        """Lets time pass, each moment on its own."""
        while (at := self.desk.next_wake_at()) is not None and at <= now:
            self.now = max(self.now, at)
            self.desk.wake_due(self.now)
        self.now = now

    def claim(self) -> list[ClaimedBatch]:
        return self.outbox.claim_notices(self.now, 100, LEASE)

    def claim_cards(self) -> list[ClaimedCard]:
        return self.outbox.claim_cards(self.now, 100, LEASE)

    def post_cards(self) -> None:
        """Posts every card that waits, whatever the pause between edits."""
        self.now += timedelta(seconds=2)
        for card in self.claim_cards():
            message = card.anchor or MessageRef(card.place, f"card-{self.new_id()}")
            assert self.outbox.record_card_sent(card.token, message, card.wanted, self.now)

    def send(self, batch: ClaimedBatch) -> MessageRef:
        place = batch.destination.place or Place("slack", OURS, "D0DIRECT")
        message = MessageRef(place, f"message-{self.new_id()}")
        assert self.outbox.record_sent(batch.token, message, self.now)
        return message

    def send_all(self) -> list[ClaimedBatch]:
        """Sends all that can be sent now, in the order it is claimed."""
        sent: list[ClaimedBatch] = []
        while batches := self.claim():
            for batch in batches:
                self.send(batch)
            sent += batches
        return sent

    def deliveries(self, **columns: Any) -> list[Any]:
        with self.store.reading() as tx:
            query = select(deliveries).filter_by(**columns).order_by(deliveries.c.id)
            return list(tx.execute(query))

    def places(self, case: Case) -> dict[str, Any]:
        with self.store.reading() as tx:
            return {row.view: row for row in tx.execute(select(places).where(places.c.case_id == case.id))}

    def rows(self) -> dict[str, int]:
        """How many rows each table has."""
        with self.store.reading() as tx:
            return {
                table.name: tx.execute(select(func.count()).select_from(table)).scalar_one()
                for table in metadata.sorted_tables
            }


def kinds(batches: Iterable[ClaimedBatch]) -> list[list[str]]:
    return [[row.notice.kind for row in batch.rows] for batch in batches]
