"""Figures and counts on cards: what they warn of, and what they leave unsaid."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from chatdesk.cards.case import case_card
from chatdesk.cards.figures import uptime_card
from chatdesk.cards.model import Tone
from chatdesk.core.attached import AttachedFile
from chatdesk.core.uptime import MonthOfUptime
from tests.cards.story import CUSTOMER, ENGINEER, Story


@pytest.mark.parametrize(("down", "tone"), [(0, Tone.GOOD), (5_999, Tone.CALM), (10_000, Tone.BAD)])
def test_nothing_warns_of_an_uptime_above_the_promise(down: int, tone: Tone) -> None:
    month = MonthOfUptime(date(2026, 3, 1), 1_000_000, down, 0, Fraction(99, 100), (), ())
    assert uptime_card(month, "Harbor Grid", ENGINEER["en"]).tone is tone


def test_the_customer_s_card_says_how_many_files_came() -> None:
    view = Story.open("catamarun", "2026-03-06T10:00-05:00", severity=2).view()
    file = AttachedFile("secret-name.png", "slack")
    for many, told in ((1, "1 file came with your report."), (2, "2 files came with your report.")):
        text = case_card(replace(view, files={view.case.title_id: (file,) * many}), CUSTOMER["en"]).text
        assert told in text and "secret-name" not in text
    assert "came with your report" not in case_card(view, CUSTOMER["en"]).text
