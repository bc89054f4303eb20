"""Several cases at a glance, help, a person's home, and how a due time came about."""

from __future__ import annotations

from collections.abc import Sequence

from chatdesk import i18n
from chatdesk.cards.admin_help import administering_blocks
from chatdesk.cards.case import status_words
from chatdesk.cards.history import page_buttons, page_note
from chatdesk.cards.model import Block, Bullets, Button, Card, Inline, Line, Paragraph, Small, Words
from chatdesk.cards.phrases import number_and_title, severity_name
from chatdesk.cards.promises import promise_of, promised_clocks
from chatdesk.cards.voice import Voice, compose, manner, strong, to_write, voice_of
from chatdesk.core.case import Clock
from chatdesk.core.policy import Policy
from chatdesk.core.view import CaseView, Reader

# More than this is no glance.
CASES_ON_A_PAGE = _MOST_CASES = 15
_MENTIONED = "@chatdesk"
_MOST_BUTTONS = 8
_MOST_EXPLAINED = 12

_CUSTOMER_HELP = (
    "open", "load", "list", "show", "reply", "severity", "approve", "reject", "withdraw", "reopen", "history", "home",
    "hours",
)  # fmt: skip
_OUR_HELP = (
    "open", "load", "list", "show", "ack", "assign", "reply", "note", "severity", "wait", "resume", "workaround",
    "resolve", "close", "reopen", "withdraw", "escalate", "deescalate", "handoff", "link", "merge", "external",
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
    reader: Reader,
    called: str,
    *,
    in_thread: bool = False,
    prefix: str | None = None,
    policy: Policy | None = None,
    is_admin: bool = False,
) -> Card:
    """What this person can do where they are.

    `called` is how we are called there: `/case`, or a mention; empty where neither is needed. `prefix` begins the
    numbers of the cases they are likely to name, and `policy` is the promise to them, where it is known; what that has
    no use for is left out. `is_admin` that they may change who is who.
    """
    voice = voice_of(reader)
    verbs = [verb for verb in (_CUSTOMER_HELP if reader.is_customer else _OUR_HELP) if _has_use_for(policy, verb)]
    number = f"{prefix}-1" if prefix else voice.plain("help.a_number")
    other = f"{prefix}-2" if prefix else voice.plain("help.another_number")
    lines = tuple(
        (
            to_write(called, voice.plain(f"help.{verb}.form", number=number, other=other)),
            Words(f": {_does(voice, reader, policy, verb)}"),
        )
        for verb in verbs
    )
    intro = voice.say(f"help.intro_{_side(reader)}", prefix=called) if called else voice.say("help.intro_uncalled")
    hints: list[Block] = [Paragraph(intro), Bullets(lines)]
    if is_admin:
        hints += administering_blocks(voice, called)
    if in_thread:
        hints.append(Small(voice.say(manner(reader, f"help.thread_{_side(reader)}"))))
    if called.startswith("/"):
        hints.append(Small(voice.say("help.no_command", command=called, mention=to_write(_MENTIONED, ""))))
    hints.append(Small(voice.say("help.numbers" if prefix else "help.numbers_unknown", number=number)))
    return compose(voice.say("help.title"), hints)


def _does(voice: Voice, reader: Reader, policy: Policy | None, verb: str) -> str:
    key = f"help.{verb}.does"
    if reader.is_customer and i18n.has(f"{key}_customer"):
        key = f"{key}_customer"
    second = policy.severity(2) if policy is not None and verb == "severity" else None
    if second is not None:
        return voice.plain(f"{key}_named", second=second.label.in_language(voice.language))
    return voice.plain(key)


def _has_use_for(policy: Policy | None, verb: str) -> bool:
    """Where no promise is known, everything but what few of them have."""
    match verb:
        case "load":
            return policy is not None and any(reason.bulk_load is not None for reason in policy.reasons)
        case "severity":
            return policy is None or bool(policy.severities)
        case "handoff":
            return policy is None or len(policy.support_levels) > 1
        case "escalate" | "deescalate":
            return policy is None or bool(policy.ladder.tiers)
        case "reopen":
            return policy is None or policy.reopens
    return True


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


def _side(reader: Reader) -> str:
    return "customer" if reader.is_customer else "ours"
