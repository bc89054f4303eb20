"""Several cases at a glance, a policy's hours, help, a person's home, and how a due time came about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from chatdesk import i18n
from chatdesk.cards.case import status_words
from chatdesk.cards.history import page_buttons, page_note
from chatdesk.cards.model import Block, Bullets, Button, Card, Inline, Line, Paragraph, Small, TimeStyle, Words
from chatdesk.cards.phrases import hours_words, number_and_title, severity_name
from chatdesk.cards.promises import promise_of, promised_clocks
from chatdesk.cards.voice import Voice, compose, manner, strong, to_write, voice_of
from chatdesk.core.business_hours import BusinessHours
from chatdesk.core.case import Clock
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, Reader

# More than this is no glance.
CASES_ON_A_PAGE = _MOST_CASES = 15
_MOST_HOLIDAYS = 3
_MOST_BUTTONS = 8
_MOST_EXPLAINED = 12

_CUSTOMER_HELP = (
    "open", "list", "show", "reply", "severity", "approve", "reject", "withdraw", "reopen", "history", "home", "hours",
)  # fmt: skip
_OUR_HELP = (
    "open", "list", "show", "ack", "assign", "reply", "note", "severity", "wait", "resume", "workaround", "resolve",
    "close", "reopen", "withdraw", "escalate", "deescalate", "handoff", "link", "merge", "external",
    "release", "history", "explain", "home", "hours",
)  # fmt: skip


def paged_list_card(views: Sequence[CaseView], reader: Reader, total: int, page: int, scope: str) -> Card:
    """One page of a long list, with buttons to those around it."""
    voice = voice_of(reader)
    if total <= CASES_ON_A_PAGE or not views:
        return list_card(views, reader)
    rows = Bullets(tuple(_row(voice, view, reader) for view in views))
    return compose(
        voice.say("list.title", n=total),
        [rows, page_note(voice, page, CASES_ON_A_PAGE, total)],
        buttons=page_buttons(voice, "list", page, CASES_ON_A_PAGE, total, {"scope": scope}),
    )


def list_card(views: Sequence[CaseView], reader: Reader, total: int | None = None) -> Card:
    """Cases one a line, in the order given; `total` counts those that were not passed too."""
    voice = voice_of(reader)
    shown = views[:_MOST_CASES]
    count = len(views) if total is None else total
    if not shown:
        return compose((), [Paragraph(voice.say(f"list.none_{_side(reader)}"))])
    rest = Small(voice.say("list.more", n=count - len(shown))) if count > len(shown) else None
    title = voice.say("list.title", n=count)
    return compose(title, [Bullets(tuple(_row(voice, view, reader) for view in shown)), rest])


def help_card(
    reader: Reader, called: str, *, in_thread: bool = False, prefix: str | None = None, loads: bool = False
) -> Card:
    """What this person can do where they are.

    `called` is how we are called there: `/case`, or a mention; empty where neither is needed. `prefix` begins the
    numbers of the cases they are likely to name, where it is known. `loads` says that their policy takes files of rows.
    """
    voice = voice_of(reader)
    verbs = _CUSTOMER_HELP if reader.is_customer else _OUR_HELP
    if loads:
        verbs = (*verbs[:1], "load", *verbs[1:])
    number = f"{prefix}-1" if prefix else voice.plain("help.a_number")
    other = f"{prefix}-2" if prefix else voice.plain("help.another_number")
    lines = tuple(
        (
            to_write(called, voice.plain(f"help.{verb}.form", number=number, other=other)),
            Words(f": {voice.plain(f'help.{verb}.does')}"),
        )
        for verb in verbs
    )
    intro = voice.say(f"help.intro_{_side(reader)}", prefix=called) if called else voice.say("help.intro_uncalled")
    hints: list[Block] = [Paragraph(intro), Bullets(lines)]
    if in_thread:
        hints.append(Small(voice.say(manner(reader, f"help.thread_{_side(reader)}"))))
    hints.append(Small(voice.say("help.numbers" if prefix else "help.numbers_unknown", number=number)))
    return compose(voice.say("help.title"), hints)


def hours_card(policy: Policy, reader: Reader, now: datetime) -> Card:
    """When we work under this policy, whether we do now, and the next days off by name."""
    voice = voice_of(reader)
    calendars = {policy.hours(target.hours) for target in policy.targets} or {policy.hours(policy.main_hours)}
    ordered = [calendar for calendar in policy.calendars if calendar in calendars]
    blocks: list[Block] = []
    for calendar in ordered:
        blocks.append(Paragraph((Words(hours_words(voice, calendar)),)))
        blocks.append(Small(_open_now(voice, calendar, now)))
        blocks.append(Small(_days_off(voice, calendar, now)))
    if policy.contacts:
        ways = [way.in_language(voice.language) for way in policy.contacts]
        blocks.append(Paragraph(voice.say("hours.contacts")))
        blocks.append(Bullets(tuple(i18n.as_line(way) for way in ways)))
    title = voice.say("hours.title", policy=policy.title.in_language(voice.language))
    return compose(title, blocks)


def explain_card(title: str, lines: Sequence[str], reader: Reader) -> Card:
    """How a due time came about, at most twelve lines; the rest are counted."""
    voice = voice_of(reader)
    shown = lines if len(lines) <= _MOST_EXPLAINED else lines[: _MOST_EXPLAINED - 1]
    rest = Small(voice.say("explain.more", n=len(lines) - len(shown))) if len(lines) > len(shown) else None
    return compose((strong(title),), [Bullets(tuple(i18n.as_line(line) for line in shown)), rest])


def welcome_card(reader: Reader, called: str) -> Card:
    """Said once where chatdesk was added: how to begin, and how to learn the rest."""
    voice = voice_of(reader)
    opening = to_write(called, voice.plain("help.open.form"))
    line = voice.say("welcome.text", open=opening, help=to_write(called, voice.plain("talk.help")))
    return compose(voice.say("welcome.title"), [Paragraph(line)], buttons=(_opens(voice),))


def home_card(
    mine: Sequence[CaseView], others: Sequence[CaseView], reader: Reader, *, shows_each: bool = False
) -> Card:
    """A person's own page: what is theirs first, then what else they may see. Relative times are fine here.

    `shows_each` adds a button for each of the first cases that are theirs: where the page is a message, it cannot
    be looked at again tomorrow, and a case can.
    """
    voice = voice_of(reader)
    side = _side(reader)
    blocks: list[Block] = [Paragraph((strong(voice.plain(f"home.mine_{side}")),))]
    blocks.append(_home_rows(voice, mine, reader) or Paragraph(voice.say(f"home.none_{side}")))
    if others:
        blocks.append(Paragraph((strong(voice.plain(f"home.others_{side}")),)))
        blocks.append(_home_rows(voice, others, reader) or Paragraph(()))
    shown = mine[:_MOST_BUTTONS] if shows_each else ()
    to_each = tuple(voice.button("show", view.case.id, label=view.case.number) for view in shown)
    return compose(voice.say("home.title"), blocks, buttons=(_opens(voice), *to_each))


def _opens(voice: Voice) -> Button:
    return Button("open", voice.plain("button.open"), (), "primary", None, True)


def _home_rows(voice: Voice, views: Sequence[CaseView], reader: Reader) -> Bullets | None:
    rows = tuple(_row(voice, view, reader, is_relative=True) for view in views[:_MOST_CASES])
    return Bullets(rows) if rows else None


def _row(voice: Voice, view: CaseView, reader: Reader, is_relative: bool = False) -> Line:
    """ "HARBOR-1 · VPN down · Open: Dana Reyes is on it · P1 · Fix by …"."""
    parts: list[Line] = [number_and_title(voice, view)]
    if not reader.is_customer:
        parts.append((Words(view.customer.name),))
    parts.append(status_words(voice, view, for_customer=reader.is_customer))
    if view.case.severity is not None and view.policy.severities:
        parts.append((Words(severity_name(voice, view.policy, view.case.severity)),))
    next_due = _next_due(voice, view, reader, is_relative)
    if next_due:
        parts.append(next_due)
    line: list[Inline] = []
    for part in parts:
        if line:
            line.append(Words(" · "))
        line.extend(part)
    return i18n.joined(line)


def _next_due(voice: Voice, view: CaseView, reader: Reader, is_relative: bool) -> Line:
    """The next due time this reader may see, if the case still waits for one."""
    clock = _next_clock(view, reader)
    if clock is None or clock.due_at is None:
        return ()
    if reader.is_customer:
        told = promise_of(voice, view.case, clock, view.policy)
        return (Words(f"{voice.plain(f'fact.promise.{clock.metric}')}: "), *told)
    name = voice.plain(f"fact.metric.{clock.metric}")
    if is_relative and clock.due_at > view.now:
        return voice.say("list.due_in", metric=name, left=i18n.time_left(voice.language, view.now, clock.due_at))
    return voice.say("list.due", metric=name, due=voice.when(clock.due_at))


def _next_clock(view: CaseView, reader: Reader) -> Clock | None:
    clocks = [
        clock
        for clock in (promised_clocks(view.case, view.policy) if reader.is_customer else view.case.running_clocks)
        if view.case.is_live and clock.is_running and clock.due_at is not None and clock.breached_at is None
    ]
    return min(clocks, key=lambda clock: (clock.due_at, clock.metric), default=None)


def _open_now(voice: Voice, calendar: BusinessHours, now: datetime) -> Line:
    if calendar.is_open(now):
        return voice.say("hours.open_now")
    return voice.say("hours.closed_now", at=voice.when(calendar.next_opening(now)))


def _days_off(voice: Voice, calendar: BusinessHours, now: datetime) -> Line:
    today = now.astimezone(i18n.zone_of(calendar.zone)).date()
    coming = sorted((on, name) for on, name in calendar.holidays if today <= on <= today + timedelta(days=120))
    told = []
    for on, name in coming[:_MOST_HOLIDAYS]:
        noon = datetime(on.year, on.month, on.day, 12, tzinfo=i18n.zone_of(calendar.zone))
        told.append(f"{i18n.moment(voice.language, calendar.zone, noon, TimeStyle.DAY)} ({name})")
    return voice.say("hours.days_off", days=voice.listed(told)) if told else ()


def _side(reader: Reader) -> str:
    return "customer" if reader.is_customer else "ours"
