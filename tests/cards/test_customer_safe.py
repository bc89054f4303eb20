"""Whatever happens to a case, its customer's readers see no internal word, note, clock or name of a step of ours."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from chatdesk.cards.answers import opening_card
from chatdesk.cards.case import case_card
from chatdesk.cards.lists import home_card, list_card
from chatdesk.cards.model import Bullets, Card, Facts, Inline, Paragraph, Small, When
from chatdesk.cards.notices import CUSTOMER_KINDS, KINDS, notice_card
from chatdesk.core import commands as c
from chatdesk.core.case import Resolution, WaitingOn
from chatdesk.core.notice import CUSTOMER_VIEW, Notice
from chatdesk.core.policy import Metric
from tests.cards.stories import STORIES, all_told
from tests.cards.story import CUSTOMER, DANA, GRACE, MALIK, RUTH, Story

SECRET = "ZZSECRET"
INTERNAL = re.compile(
    r"breach|tier|on.call|de-?escalat(e|ion)\b.*reason|handoff|hand to|assum|internal|house|our own rule|"
    r"incumpl|instancia|guardia|supuesto|traspas|interno|regla nuestra",
    re.IGNORECASE,
)
# Verbs that only our own people have.
OURS_ALONE = {
    "ack", "assign", "note", "severity_confirm", "severity_keep", "wait", "resume", "analysed", "workaround",
    "resolve", "close", "escalate", "tier_accept", "tier_decline", "take", "ask", "deescalate", "handoff", "explain",
}  # fmt: skip

Step = Callable[[Story], object]


def _steps() -> dict[str, Step]:
    """Commands in the hands of our people carry a secret wherever the customer must not read it."""

    def secret(story: Story) -> str:
        return story.text(f"{SECRET} about them")

    def open_text(story: Story) -> str:
        return story.text("plain words for the customer")

    return {
        "ack": lambda s: s.give(c.Acknowledge(actor=DANA)),
        "assign": lambda s: s.give(c.Assign(actor=DANA, owner_id="malik")),
        "note": lambda s: s.give(c.Note(actor=DANA, text_id=secret(s))),
        "reply": lambda s: s.give(c.Reply(actor=DANA, text_id=open_text(s), said_at=s.now)),
        "answer": lambda s: s.give(c.Reply(actor=RUTH, text_id=open_text(s), said_at=s.now)),
        "analysed": lambda s: s.give(c.FinishAnalysis(actor=DANA, text_id=secret(s))),
        "worse": lambda s: s.give(c.SetSeverity(actor=RUTH, severity=1)),
        "set": lambda s: s.give(c.SetSeverity(actor=DANA, severity=2)),
        "keep": lambda s: s.give(c.DeclineSeverity(actor=DANA)),
        "wait": lambda s: s.give(c.WaitOn(actor=DANA, whom=WaitingOn.CUSTOMER)),
        "resume": lambda s: s.give(c.Resume(actor=DANA)),
        "escalate": lambda s: s.give(c.Escalate(actor=DANA, reason_id=secret(s))),
        "take": lambda s: s.give(c.TakeEscalation(actor=MALIK)),
        "ask": lambda s: s.give(c.Ask(actor=GRACE, text_id=secret(s))),
        "deescalate": lambda s: s.give(c.DeEscalate(actor=DANA, reason_id=secret(s))),
        "handoff": lambda s: s.give(c.HandOff(actor=DANA, to_level=3, note_id=secret(s))),
        "workaround": lambda s: s.give(c.OfferWorkaround(actor=DANA, text_id=open_text(s))),
        "resolve": lambda s: s.give(c.Resolve(actor=DANA, resolution=Resolution.PERMANENT, text_id=open_text(s))),
        "reject": lambda s: s.give(c.Reject(actor=RUTH, text_id=open_text(s))),
        "approve": lambda s: s.give(c.Approve(actor=RUTH)),
        "reopen": lambda s: s.give(c.Reopen(actor=DANA, text_id=secret(s))),
        "withdraw": lambda s: s.give(c.Withdraw(actor=DANA, text_id=secret(s))),
        "hours pass": lambda s: s.until((s.now + timedelta(hours=5)).isoformat()),
        "days pass": lambda s: s.until((s.now + timedelta(days=3)).isoformat()),
    }


STEPS = _steps()
POLICIES = ("catamarun", "c2-atom", "cipplanner", "codify", "advendio")


# Everything that our people write for each other, in one life.
ALL_SECRETS = [
    "ack",
    "note",
    "escalate",
    "ask",
    "take",
    "deescalate",
    "analysed",
    "handoff",
    "resolve",
    "reopen",
    "withdraw",
]


@example(policy="catamarun", steps=ALL_SECRETS, has_severity=True)
@example(policy="codify", steps=ALL_SECRETS, has_severity=False)
@example(policy="c2-atom", steps=["days pass", *ALL_SECRETS], has_severity=True)
@example(policy="cipplanner", steps=["ack", "wait", "days pass", "set", *ALL_SECRETS], has_severity=False)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    policy=st.sampled_from(POLICIES),
    steps=st.lists(st.sampled_from(sorted(STEPS)), max_size=12),
    has_severity=st.booleans(),
)
def test_nothing_internal_reaches_a_customer_in_any_life_of_a_case(
    policy: str, steps: list[str], has_severity: bool
) -> None:
    severity = 2 if has_severity and policy != "codify" else None
    story = Story.open(policy, "2026-03-06T16:00-05:00", severity=severity)
    _check(story)
    for step in steps:
        STEPS[step](story)
        _check(story)


@pytest.mark.parametrize("make", STORIES, ids=lambda make: make.__name__)
def test_nothing_internal_reaches_a_customer_in_the_stories(make: Callable[[], Story]) -> None:
    _check(make())


def test_a_kind_that_is_ours_alone_is_never_written_for_a_customer() -> None:
    view = Story.open("catamarun", "2026-03-06T16:00-05:00", severity=1).view()
    for kind in set(KINDS) - CUSTOMER_KINDS:
        with pytest.raises(ValueError, match="not for a customer"):
            notice_card(view, Notice(kind, CUSTOMER_VIEW, view.now, 1), CUSTOMER["en"])


def test_the_kinds_a_customer_may_be_told_are_those_the_core_tells_them() -> None:
    told = {one.notice.kind for one in all_told() if one.notice.audience == CUSTOMER_VIEW}
    # Links are told to our people only today; a customer who did hear of one would read nothing of ours.
    assert told | {"linked"} == CUSTOMER_KINDS


def _check(story: Story) -> None:
    for language in ("en", "es"):
        reader = CUSTOMER[language]
        view = story.view()
        cards = [case_card(view, reader), opening_card(view, reader), list_card([view], reader)]
        cards.append(home_card([view], [], reader))
        cards += [
            notice_card(told.view, told.notice, reader) for told in story.told if told.notice.audience == CUSTOMER_VIEW
        ]
        for card in cards:
            _check_card(card, story)
    # A story is checked after each step; what was told before need not be read again.
    story.told.clear()


def _check_card(card: Card, story: Story) -> None:
    assert SECRET not in card.text
    assert not INTERNAL.search(card.text), card.text
    assert not OURS_ALONE & {button.verb for button in card.buttons}
    if story.case is None or not story.case.is_live:
        return
    internal, promised = _due_times(story)
    shown = {inline.at for inline in _inlines(card) if isinstance(inline, When)}
    assert not shown & (internal - promised)


def _due_times(story: Story) -> tuple[set[datetime], set[datetime]]:
    """The due times of our own clocks, and those of what the customer was promised."""
    internal: set[datetime] = set()
    promised: set[datetime] = set()
    for clock in story.case.clocks if story.case else ():
        is_ours = clock.metric in (Metric.ESCALATION, Metric.HANDOFF) or story.policy.target(clock.target_id).is_house
        if clock.due_at is not None:
            (internal if is_ours else promised).add(clock.due_at)
    return internal, promised


def _inlines(card: Card) -> Iterator[Inline]:
    for block in card.blocks:
        match block:
            case Paragraph(line) | Small(line):
                yield from line
            case Facts(facts):
                yield from (inline for fact in facts for inline in fact.value)
            case Bullets(lines):
                yield from (inline for line in lines for inline in line)
