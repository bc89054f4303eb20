"""Questions about many cases at once, and small ones about who and whose."""

from __future__ import annotations

from collections.abc import Collection
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select, true

from chatdesk.core.case import Case, Status
from chatdesk.core.codec import from_plain
from chatdesk.core.people import Standing
from chatdesk.core.policy import Kind
from chatdesk.core.view import CustomerView, Reader
from chatdesk.store.people import Person
from chatdesk.store.queue import DEAD
from chatdesk.store.tables import cases, customers, deliveries, events, organisation, people, texts

_NOT_ENDED = (Status.OPEN.value, Status.RESOLVED.value)
_RESOLVED = "Resolved"
# What a customer may search in; replies to others and internal notes stay unread.
_SEARCHED_BY_CUSTOMERS = ("title", "description")


class Scope(StrEnum):
    """`MINE` are those one owns, or asked for as a customer; `OPEN` all that have not ended."""

    MINE = "mine"
    OPEN = "open"
    ALL = "all"


def of_person(tx: Connection, person: Person, scope: Scope, limit: int, skipping: int = 0) -> tuple[Case, ...]:
    """What this person may see, what waits for the nearest moment first; `skipping` leaves out the first."""
    query = _in_scope(select(cases.c.body), person, scope)
    soonest = (cases.c.wake_at.is_(None), cases.c.wake_at, cases.c.opened_at.desc(), cases.c.id)
    return _read(tx, query.order_by(*soonest).offset(skipping), limit)


def count_of_person(tx: Connection, person: Person, scope: Scope) -> int:
    return int(tx.execute(_in_scope(select(func.count()).select_from(cases), person, scope)).scalar_one())


def history(tx: Connection, person: Person, customer_id: str | None, limit: int, skipping: int) -> tuple[Case, ...]:
    """Every case of a customer that this person may see, or of all customers, the latest first (CIP-2)."""
    latest = (cases.c.opened_at.desc(), cases.c.number.desc())
    return _read(tx, _of_customer(select(cases.c.body), person, customer_id).order_by(*latest).offset(skipping), limit)


def count_of_history(tx: Connection, person: Person, customer_id: str | None) -> int:
    return int(tx.execute(_of_customer(select(func.count()).select_from(cases), person, customer_id)).scalar_one())


def resolutions(tx: Connection, case_ids: Collection[str]) -> dict[str, str]:
    """What was written when each of these cases was last resolved, by the case's id."""
    resolved = select(events.c.case_id, events.c.body).where(events.c.case_id.in_(case_ids), events.c.type == _RESOLVED)
    named = {row.case_id: row.body["text_id"] for row in tx.execute(resolved.order_by(events.c.case_id, events.c.seq))}
    rows = tx.execute(select(texts.c.id, texts.c.body).where(texts.c.id.in_([one for one in named.values() if one])))
    words = {row.id: row.body for row in rows}
    return {case_id: words[text_id] for case_id, text_id in named.items() if text_id in words}


def _of_customer(query: Select[Any], person: Person, customer_id: str | None) -> Select[Any]:
    query = query.where(_may_see(person))
    return query.where(cases.c.customer_id == customer_id) if customer_id is not None else query


def _in_scope(query: Select[Any], person: Person, scope: Scope) -> Select[Any]:
    query = query.where(_may_see(person))
    if scope is not Scope.ALL:
        query = query.where(cases.c.status.in_(_NOT_ENDED))
    if scope is Scope.MINE:
        mine = cases.c.requester_id if person.standing is Standing.CUSTOMER else cases.c.owner_id
        query = query.where(mine == person.id)
    return query


def matching(tx: Connection, person: Person, words: str, limit: int) -> tuple[Case, ...]:
    """Cases whose number or texts hold these words, the latest first; ours find them by another system's name too."""
    told = texts.c.body.icontains(words, autoescape=True)
    if person.standing is Standing.CUSTOMER:
        told = told & texts.c.field.in_(_SEARCHED_BY_CUSTOMERS)
    found = [cases.c.number.icontains(words, autoescape=True), cases.c.id.in_(select(texts.c.case_id).where(told))]
    if person.standing is not Standing.CUSTOMER:
        found.append(cases.c.body["external_id"].as_string().icontains(words, autoescape=True))
    query = select(cases.c.body).where(_may_see(person), or_(*found))
    return _read(tx, query.order_by(cases.c.opened_at.desc(), cases.c.number.desc()), limit)


def next_to_wake(tx: Connection) -> Case | None:
    query = select(cases.c.body).where(cases.c.wake_at.is_not(None)).order_by(cases.c.wake_at)
    return next(iter(_read(tx, query, 1)), None)


def numbers(tx: Connection, case_ids: Collection[str]) -> dict[str, str]:
    rows = tx.execute(select(cases.c.id, cases.c.number).where(cases.c.id.in_(case_ids)))
    return {row.id: row.number for row in rows}


def unreached(tx: Connection, case_id: str) -> list[str]:
    """The people whom notices of this case did not reach."""
    return list(
        tx.execute(
            select(deliveries.c.audience_name)
            .where(deliveries.c.case_id == case_id, deliveries.c.state == DEAD, deliveries.c.audience_kind == "person")
            .distinct()
        ).scalars()
    )


def our_reader(tx: Connection) -> Reader | None:
    """For whom words are chosen in our own channels."""
    row = tx.execute(select(organisation)).first()
    return Reader(row.language, row.zone, Standing.AGENT) if row else None


def all_customers(tx: Connection) -> tuple[CustomerView, ...]:
    """Every active customer, by name."""
    rows = tx.execute(select(customers).where(customers.c.is_active).order_by(customers.c.name))
    return tuple(CustomerView(row.id, row.name, row.language, row.zone, row.prefix) for row in rows)


def people_of(tx: Connection, customer_id: str | None, limit: int) -> tuple[str, ...]:
    """The active people of a customer, or our agents, by name."""
    whose = people.c.customer_id == customer_id if customer_id else people.c.standing == Standing.AGENT.value
    query = select(people.c.id).where(people.c.is_active, whose).order_by(people.c.name, people.c.id).limit(limit)
    return tuple(tx.execute(query).scalars())


def customer_named(tx: Connection, name: str) -> str | None:
    wanted = name.lower()
    return tx.execute(
        select(customers.c.id)
        .where(
            customers.c.is_active,
            or_(*(func.lower(column) == wanted for column in (customers.c.id, customers.c.name, customers.c.prefix))),
        )
        .order_by(customers.c.id)
        .limit(1)
    ).scalar()


def _may_see(person: Person) -> ColumnElement[bool]:
    """`core.access.reaches`, for many cases at once."""
    standing = person.standing
    if standing is Standing.CUSTOMER:
        if not person.customer_id:
            return false()
        is_ours = cases.c.body["kind"].as_string() == Kind.PROBLEM.value
        return and_(cases.c.customer_id == person.customer_id, ~is_ours)
    if standing is Standing.AGENT:
        return true()
    if standing is Standing.EXECUTIVE:
        told = select(deliveries.c.case_id).where(
            deliveries.c.audience_kind == "person", deliveries.c.audience_name == person.id
        )
        return or_(cases.c.id.in_(told), cases.c.owner_id == person.id, cases.c.requester_id == person.id)
    return false()


def _read(tx: Connection, query: Select[Any], limit: int) -> tuple[Case, ...]:
    return tuple(from_plain(Case, body) for body in tx.execute(query.limit(limit)).scalars())
