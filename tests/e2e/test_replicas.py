"""Two replicas on one PostgreSQL database: whoever beats first, everybody is told once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import AsyncIterator

import pytest

from tests.replicas import Replicas, replicas_on
from tests.world import text_of

OPENED = "2026-03-06T14:20-05:00"
# Where something was said by then, and somebody who reads it.
PLACES = (("ruth", "#harbor-support"), ("dana", "#case-desk"), ("malik", "#on-call"), ("owen", "@chatdesk"))


@pytest.fixture
async def replicas(postgres_url: str) -> AsyncIterator[Replicas]:
    async with replicas_on(postgres_url, OPENED, 2) as running:
        yield running


async def test_whichever_of_two_replicas_beats_first_everybody_is_told_once(replicas: Replicas) -> None:
    ruth = replicas.person("ruth")
    await ruth.slash("#harbor-support", "/case open VPN is down")
    await ruth.submit({"severity": "P1 · Major impact"})
    await replicas.settle()
    assert re.search(r"\bHARBOR-1\b", "\n".join(replicas.told("dana", "#case-desk")))

    # The warning, then the missed acknowledgement with tier 1.
    await replicas.until("2026-03-06T15:05-05:00")
    assert replicas.said("malik", "#on-call", "Acknowledgement is due") == 1
    await replicas.until("2026-03-06T15:20-05:00")
    await replicas.settle()
    assert replicas.said("malik", "#on-call", "HARBOR-1 of Harbor Grid is escalated to tier 1") == 1
    assert replicas.said("owen", "@chatdesk", "HARBOR-1 has reached tier 1") == 1
    assert replicas.said("ingrid", "@chatdesk", "HARBOR-1 has reached tier 1") == 1
    assert replicas.said("ruth", "#harbor-support", "so we have escalated it") == 1

    # A click that reaches the other replica finds the same case.
    replicas.playground.request_url = f"http://127.0.0.1:{replicas.apps[1].port}/slack/events"
    dana = replicas.person("dana")
    card = next(message for message in dana.messages("#case-desk") if "HARBOR-1" in text_of(message))
    await dana.click("I have it", card)
    await replicas.settle()
    assert "Dana" in text_of(next(message for message in dana.messages("#case-desk") if message.ts == card.ts))

    for name, where in PLACES:
        told = Counter(replicas.told(name, where))
        assert told, f"{name} reads nothing in {where}"
        assert max(told.values()) == 1, f"{name} reads something twice in {where}: {told}"
