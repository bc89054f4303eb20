"""Which case a wish is about: named, the thread's own, or the only one it can be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chatdesk.adapters.talk.verb import Verb
from chatdesk.adapters.talk.wish import Wish
from chatdesk.core.case import Status
from chatdesk.core.inbound import CaseRef
from chatdesk.core.view import CaseView, PersonView
from chatdesk.reads import Reads, Scope

# More candidates than this need a number anyway.
_MOST = 50


@dataclass(frozen=True)
class NotOne:
    """No case was named and there is not exactly one that could be meant."""

    candidates: tuple[CaseView, ...]


@dataclass(frozen=True)
class NotThere:
    """The case that was named is not there, or not theirs: nobody can tell which."""


def find(reads: Reads, verb: Verb, wish: Wish, person: PersonView, now: datetime) -> CaseView | NotOne | NotThere:
    """The case that is meant."""
    ref = wish.case
    if ref is None and wish.place is not None and wish.place.thread is not None:
        here = reads.case_of_thread(wish.place)
        ref = CaseRef(case_id=here[0]) if here else None
    if ref is None:
        return _only_one(reads, verb, wish, person, now)
    case_id = find_named(reads, ref, wish, person, now)
    view = reads.case_view(case_id, now) if case_id else None
    return view or NotThere()


def find_named(reads: Reads, ref: CaseRef, wish: Wish, person: PersonView, now: datetime) -> str | None:
    """The id behind a reference; digits alone are completed where only one such case can be meant."""
    if ref.number is None or not ref.number.isdigit():
        return reads.find_case(ref, wish.identity)
    ending = f"-{int(ref.number)}"
    own = [view for view in _visible(reads, Scope.ALL, wish, person, now) if view.case.number.endswith(ending)]
    return own[0].case.id if len(own) == 1 else None


def _only_one(reads: Reads, verb: Verb, wish: Wish, person: PersonView, now: datetime) -> CaseView | NotOne:
    scope = Scope.ALL if verb.name == "reopen" else Scope.OPEN
    found = [view for view in _visible(reads, scope, wish, person, now) if _may_be(verb, view)]
    view = reads.case_view(found[0].case.id, now) if len(found) == 1 else None
    return view or NotOne(tuple(found))


def _may_be(verb: Verb, view: CaseView) -> bool:
    status = view.case.status
    if verb.name == "reopen":
        return status in (Status.RESOLVED, Status.CLOSED)
    if verb.name in ("approve", "reject"):
        return status is Status.RESOLVED
    return True


def _visible(reads: Reads, scope: Scope, wish: Wish, person: PersonView, now: datetime) -> list[CaseView]:
    """The cases this person may see; in a customer's channel, that customer's."""
    views = reads.list_cases(person, scope, now, _MOST)
    here = reads.customer_of_place(wish.place) if wish.place else None
    return [view for view in views if here is None or view.customer.id == here.id]
