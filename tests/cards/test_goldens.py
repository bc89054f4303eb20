"""What every card, notice and form says, in both languages, held by files that a person has read."""

from __future__ import annotations

import pytest

from tests.cards.goldens import FOLDER, all_goldens

GOLDENS = all_goldens()


@pytest.mark.parametrize("name", GOLDENS)
def test_it_says_what_was_read_and_agreed(name: str) -> None:
    agreed = (FOLDER / name).read_text(encoding="utf-8")
    assert GOLDENS[name] == agreed, "read the difference; if it is better, run python -m tests.cards.goldens"


def test_there_is_no_file_that_nothing_says() -> None:
    assert {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.txt")} == set(GOLDENS)
