"""What is played while the program dies: each story begins where nothing is under way, and ends there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from chatdesk.playground import Outcome, PersonDriver, text_of
from chatdesk.playground.conversations import Message
from tests.faults.kill.life import Died, Life

BEGINS = datetime.fromisoformat("2026-03-06T14:20-05:00")
# Edits of one card wait two seconds; what a platform or a death holds up takes as long as a lease and a repetition.
_SOON = timedelta(seconds=5)
_AFTER_A_DEATH = timedelta(minutes=4)
# How often a person presses the same button before they would call somebody.
_PATIENCE = 5


@dataclass(frozen=True)
class Story:
    """`play` acts and is watched; what it leaves to do is the next one's. `is_short`: part of every test run."""

    name: str
    play: Callable[[Life], Awaitable[None]]
    is_short: bool = True


async def a_form_is_asked_for(life: Life) -> None:
    ruth = life.person("ruth")

    async def ask() -> Outcome:
        if ruth.has_modal():
            await ruth.close(everything=True)
        outcome = await ruth.slash("#harbor-support", "/case open The VPN is down")
        await _settle(life)
        # Whatever the chat says of the command: who sees the form fills it in, who does not asks again.
        return Outcome() if _has_form(ruth) else outcome

    await _until_answered(life, ask, lambda: _has_form(ruth))


async def a_form_opens_a_case(life: Life) -> None:
    ruth = life.person("ruth")
    await _until_answered(life, lambda: ruth.submit({"severity": "P1 · Major impact"}))


async def a_mention_opens_a_case(life: Life) -> None:
    await life.person("chloe").mention("#bluepeak-support", "open The encoder is silent")


async def a_customer_replies(life: Life) -> None:
    ruth = life.person("ruth")
    await ruth.say("#harbor-support", "It is the whole building", _card(ruth.messages("#harbor-support")))


async def an_engineer_replies(life: Life) -> None:
    dana = life.person("dana")
    await _until_answered(life, lambda: dana.slash("#case-desk", "/case reply HARBOR-1 We are looking at the gateway"))


async def an_engineer_presses_a_button(life: Life) -> None:
    dana = life.person("dana")
    card = _card(dana.messages("#case-desk"))
    await _until_answered(life, lambda: dana.click("I have it", card))


async def what_waits_is_sent(life: Life) -> None:
    await drain(life)


async def a_warning_is_due(life: Life) -> None:
    await drain(life, datetime.fromisoformat("2026-03-06T15:05-05:00"))


async def a_breach_escalates(life: Life) -> None:
    await drain(life, datetime.fromisoformat("2026-03-06T15:20-05:00"))


STORIES = (
    Story("a form is asked for", a_form_is_asked_for, is_short=False),
    Story("a form opens a case", a_form_opens_a_case),
    Story("the case is shown", what_waits_is_sent, is_short=False),
    Story("a customer replies", a_customer_replies, is_short=False),
    Story("the reply is carried and the card edited", what_waits_is_sent),
    Story("a warning is due", a_warning_is_due, is_short=False),
    Story("a breach escalates", a_breach_escalates),
    Story("a button is pressed", an_engineer_presses_a_button, is_short=False),
    Story("questions that are answered lose their buttons", what_waits_is_sent, is_short=False),
    Story("an engineer replies by a command", an_engineer_replies, is_short=False),
    Story("the answer is carried", what_waits_is_sent, is_short=False),
    Story("a mention opens a case", a_mention_opens_a_case, is_short=False),
    Story("that case is shown", what_waits_is_sent, is_short=False),
)


async def drain(life: Life, until: datetime | None = None) -> None:
    """Until nothing is under way and nothing is due soon; with `until`, up to that moment at least."""
    began = life.now
    waited_for: datetime | None = None
    while True:
        try:
            await life.begin()
            await life.playground.settle()
            await life.tell("settle")
            await life.tell("beat")
            due = await life.tell("next_due")
        except Died:
            continue
        outbound = life.playground.outbound
        moments = [retry.due_at for retry in outbound.retries]
        if due and (due_at := datetime.fromisoformat(due)) != waited_for:
            moments.append(due_at)
        horizon = began + (_AFTER_A_DEATH if life.deaths else _SOON)
        last = max(horizon, until) if until else horizon
        if not moments or min(moments) > last:
            break
        # What waits for something else would be due for ever.
        waited_for = min(moments) if min(moments) <= life.now else None
        life.advance_to(max(life.now, min(moments)))
        await outbound.send_due_retries()
    if until and life.now < until:
        life.advance_to(until)
        await drain(life)


def _card(messages: list[Message]) -> Message:
    return next(message for message in messages if "HARBOR-1" in text_of(message) and message.only_for is None)


async def _until_answered(
    life: Life, act: Callable[[], Awaitable[Outcome]], shows: Callable[[], bool] = lambda: True
) -> None:
    """A person does something, and does it again as long as they see that nothing came of it."""
    outcome = None
    for _ in range(_PATIENCE):
        await life.begin()
        outcome = await act()
        life.answers.append(outcome.is_ok)
        await _settle(life)
        if outcome.is_ok and shows():
            return
    raise AssertionError(f"still not answered: {outcome}")


def _has_form(person: PersonDriver) -> bool:
    return person.has_modal() and bool(person.modal().labels)


async def _settle(life: Life) -> None:
    await life.playground.settle()
    with suppress(Died):
        await life.tell("settle")
