"""For whom words are chosen in a place: its customer, or us."""

from __future__ import annotations

from dataclasses import replace

from chatdesk.core.people import Standing
from chatdesk.core.places import Place
from chatdesk.core.view import Reader
from chatdesk.store import cases, customers, lists, places
from chatdesk.store.addresses import CUSTOMER
from chatdesk.store.engine import Tx


def found_reader(tx: Tx, place: Place) -> Reader | None:
    customer_id = customers.of_channel(tx, place)
    if customer_id is None and customers.is_listed(tx, place):
        return lists.our_reader(tx)
    if customer_id is None:
        found = places.case_in_thread(tx, place)
        if found is None:
            return None
        case_id, view = found
        if view != CUSTOMER:
            return lists.our_reader(tx)
        case = cases.load(tx, case_id)
        customer_id = case.customer_id if case else None
    return reader_of_customer(tx, customer_id)


def reader_of_customer(tx: Tx, customer_id: str | None) -> Reader | None:
    customer = customers.view(tx, customer_id) if customer_id else None
    return Reader(customer.language, customer.zone, Standing.CUSTOMER) if customer else None


def heard_in(reader: Reader | None, place: Place | None) -> Reader | None:
    """The reader with what is heard of them in the place where they read."""
    return replace(reader, hears_all=place.hears_all) if reader is not None and place is not None else reader
