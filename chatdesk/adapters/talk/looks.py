"""The verbs that only look something up: list, show, explain, hours, home, help."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from chatdesk.adapters.talk.explaining import explanation
from chatdesk.adapters.talk.names import plain_word
from chatdesk.adapters.talk.plain_text import clamp
from chatdesk.adapters.talk.replies import sentence_card
from chatdesk.adapters.talk.verb import Verb
from chatdesk.adapters.talk.wish import Wish
from chatdesk.cards.case import case_card
from chatdesk.cards.figures import solved_card, uptime_card
from chatdesk.cards.history import history_card
from chatdesk.cards.holding import hold_line, with_line
from chatdesk.cards.hours import hours_card
from chatdesk.cards.lists import (
    CASES_ON_A_PAGE,
    explain_card,
    help_card,
    home_card,
    list_card,
    paged_list_card,
)
from chatdesk.cards.model import Card, Quoted
from chatdesk.cards.releases import releases_card
from chatdesk.cards.voice import to_write, voice_of
from chatdesk.core.places import Place
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, CustomerView, PersonView, Reader
from chatdesk.reads import Reads, Scope

# Figures tell of the last three months.
_RECENTLY = timedelta(days=90)

_HISTORY_PAGE = 10
_LONGEST_QUOTED = 60
# Far beyond any list, and within what databases count to.
_LAST_PAGE = 100_000
# Where our own people read whether pings are held.
_TELL_THE_STATE = ("list", "show", "help")
_MONTH = re.compile(r"\b(\d{4})-(\d{1,2})\b")
_PAGE = re.compile(r"(?:^|\s)(?:page|página|pagina|p\.?)\s*(\d{1,6})$", re.IGNORECASE)

_SCOPES = {
    "": Scope.OPEN,
    "open": Scope.OPEN,
    "abiertos": Scope.OPEN,
    "mine": Scope.MINE,
    "my": Scope.MINE,
    "me": Scope.MINE,
    "mios": Scope.MINE,
    "mis": Scope.MINE,
    "all": Scope.ALL,
    "closed": Scope.ALL,
    "todo": Scope.ALL,
    "todos": Scope.ALL,
}


def look(
    reads: Reads,
    verb: Verb,
    wish: Wish,
    person: PersonView,
    reader: Reader,
    view: CaseView | None,
    now: datetime,
    is_admin: bool = False,
) -> Card:
    """The card that answers a question; nothing is changed."""
    card = help_here(reads, person, reader, wish.place, wish.called, is_admin=is_admin) if verb.name == "help" else None
    card = card or _look(reads, verb, wish, person, reader, view, now)
    return with_state(reads, card, reader) if verb.name in _TELL_THE_STATE else card


def _look(
    reads: Reads, verb: Verb, wish: Wish, person: PersonView, reader: Reader, view: CaseView | None, now: datetime
) -> Card:
    match verb.name:
        case "list":
            return _list(reads, wish, person, reader, now)
        case "history":
            return _history(reads, wish, person, reader, now)
        case "show" if view is not None:
            return case_card(view, reader)
        case "explain" if view is not None:
            title, lines = explanation(view, reader)
            return explain_card(title, lines, reader)
        case "hours":
            return _hours(reads, wish, person, reader, now)
        case "home":
            return home_of(reads, person, reader, now, shows_each=True)
        case "uptime":
            return _uptime(reads, wish, person, reader, now)
        case "release":
            return releases_card(reads.releases(), reader)
        case "figures":
            return _figures(reads, wish, person, reader, now)
    raise LookupError(f"nothing is looked up for {verb.name}")


def home_of(reads: Reads, person: PersonView, reader: Reader, now: datetime, *, shows_each: bool) -> Card:
    """A person's own page."""
    home = reads.home(person, now)
    return with_state(reads, home_card(home.mine, home.others, reader, shows_each=shows_each), reader)


def with_state(reads: Reads, card: Card, reader: Reader) -> Card:
    """The card with what our own people must not overlook: that pings are held, or that all this is in shadow."""
    if reader.is_customer:
        return card
    if (hold := reads.current_hold()) is not None:
        card = with_line(card, hold_line(hold, reader))
    return with_line(card, voice_of(reader).say("shadow.runs")) if reads.is_in_shadow else card


def help_here(
    reads: Reads, person: PersonView, reader: Reader, place: Place | None, called: str, *, is_admin: bool
) -> Card:
    """What this person can do in this place."""
    in_thread = place is not None and reads.case_of_thread(place) is not None
    customer = reads.customer_of_person(person.id)
    if customer is None and place is not None:
        customer = reads.customer_of_place(place)
    if customer is None:
        return help_card(reader, called, in_thread=in_thread, is_admin=is_admin)
    prefix, policy = customer.prefix, reads.policy_for(customer.id)
    return help_card(reader, called, in_thread=in_thread, prefix=prefix, policy=policy, is_admin=is_admin)


def policy_here(reads: Reads, wish: Wish, person: PersonView, now: datetime) -> Policy | None:
    """The promise that holds where somebody asks: their own organisation's, the channel's, the thread's case's."""
    customer = reads.customer_of_person(person.id)
    if customer is None and wish.place is not None:
        customer = reads.customer_of_place(wish.place)
    if customer is not None:
        return reads.policy_for(customer.id)
    case_id = None
    if wish.case is not None:
        case_id = reads.find_case(wish.case, wish.identity)
    elif wish.place is not None and (here := reads.case_of_thread(wish.place)):
        case_id = here[0]
    view = reads.case_view(case_id, now) if case_id else None
    return view.policy if view else None


def _list(reads: Reads, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> Card:
    words, page = _paged(wish)
    words = wish.values.get("scope", words)
    scope = _SCOPES.get(plain_word(words.split()[0]) if words else "")
    if scope is None:
        found = reads.search(person, words, now)
        return list_card(found, reader) if found else _nothing_matches(words, reader, wish.called)
    shown = reads.page_of_cases(person, scope, now, page, CASES_ON_A_PAGE)
    return paged_list_card(shown.cases, reader, shown.total, page, scope.value)


def _nothing_matches(words: str, reader: Reader, called: str) -> Card:
    listing = to_write(called, voice_of(reader).plain("help.list.form"))
    said = Quoted(clamp(words, _LONGEST_QUOTED))
    return sentence_card(reader, "list.nothing_matches", words=said, list=listing)


def _history(reads: Reads, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> Card:
    """Every case of one customer; ours may ask for all customers where none is meant (CIP-2)."""
    words, page = _paged(wish)
    customer = _customer_meant(reads, replace(wish, words=wish.values.get("customer", words)), person, reader)
    if customer is None and (reader.is_customer or words):
        return sentence_card(reader, "talk.whose_history")
    found = reads.history(person, customer.id if customer else None, now, page, _HISTORY_PAGE)
    return history_card(
        found.cases,
        found.resolutions,
        reader,
        total=found.total,
        page=page,
        size=_HISTORY_PAGE,
        whose=customer.name if customer else None,
        args={"customer": customer.id} if customer else {},
    )


def _paged(wish: Wish) -> tuple[str, int]:
    """The words without the page they ask for, and that page; the first where none is named."""
    found = _PAGE.search(wish.text)
    words = wish.text[: found.start()].strip() if found else wish.text
    asked = wish.values.get("page") or (found[1] if found else "1")
    return words, min(max(int(asked), 1), _LAST_PAGE) if asked.isdecimal() else 1


def _uptime(reads: Reads, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> Card:
    """This month's uptime, or that of the month that is named (`2026-03`)."""
    customer = _customer_meant(reads, wish, person, reader)
    if customer is None:
        return sentence_card(reader, "talk.whose_figures")
    day = _first_of_month(wish.text, now.astimezone(ZoneInfo(customer.zone)).date())
    words = _MONTH.sub("", wish.text).strip()
    if day is None or (reader.is_customer and words):
        return sentence_card(reader, "talk.bad_month")
    if words and reads.customer_named(words) is None:
        return sentence_card(reader, "talk.whose_figures")
    month = reads.uptime(customer.id, day, now)
    return uptime_card(month, customer.name, reader) if month else sentence_card(reader, "talk.no_uptime")


def _first_of_month(words: str, today: date) -> date | None:
    """The month that is named (`2026-03`), else this one; None for one that there is not."""
    named = _MONTH.search(words)
    if named is None:
        return today
    year, month = int(named[1]), int(named[2])
    return date(year, month, 1) if year > 1 and 1 <= month <= 12 else None


def _figures(reads: Reads, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> Card:
    """How many of the last ninety days' cases were solved within a day; ours may ask for all customers."""
    customer = _customer_meant(reads, wish, person, reader)
    if customer is None and reader.is_customer:
        return sentence_card(reader, "talk.whose_figures")
    solved = reads.solved_since(customer.id if customer else None, now - _RECENTLY, now)
    whose = customer.name if customer else None
    return solved_card(solved.judged, solved.within_a_day, solved.open_now, solved.since, whose, reader)


def _customer_meant(reads: Reads, wish: Wish, person: PersonView, reader: Reader) -> CustomerView | None:
    """Their own organisation, the one whose channel or case it is, or the one that one of ours names."""
    own = reads.customer_of_person(person.id)
    if own is not None or reader.is_customer:
        return own
    words = _MONTH.sub("", wish.text).strip()
    named = reads.customer_named(words) if words else None
    return named or (reads.customer_of_place(wish.place) if wish.place is not None else None)


def _hours(reads: Reads, wish: Wish, person: PersonView, reader: Reader, now: datetime) -> Card:
    policy = policy_here(reads, wish, person, now)
    if policy is None:
        # The verb takes no words of its own, so a customer's name is what is left over.
        name = wish.text or wish.leftover
        named = reads.customer_named(name) if name and not reader.is_customer else None
        policy = reads.policy_for(named.id) if named else None
    return hours_card(policy, reader, now) if policy else sentence_card(reader, "talk.whose_hours")
