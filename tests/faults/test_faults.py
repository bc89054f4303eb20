"""Red runs are evidence only while the code they broke and the tests they turned red are those of today."""

from __future__ import annotations

import pytest

from tests.faults import seen as book
from tests.faults.duties import Duty, duties, missing
from tests.faults.removal import DoesNotApply, Removal, digest, test_source, without
from tests.faults.removals import removals

EVERY = removals()
BY_NAME = {each.name: each for each in EVERY}
_AGAIN = "run `python -m tests.faults`"


@pytest.mark.parametrize("removal", EVERY, ids=BY_NAME)
def test_a_protection_still_stands_where_it_was_taken_out_and_so_does_its_test(removal: Removal) -> None:
    without(removal)
    test_source(removal)


def test_every_protection_was_taken_out_and_its_test_seen_red() -> None:
    known = book.load()
    unseen = [each.name for each in EVERY if each.name not in known]
    changed = [each.name for each in EVERY if each.name in known and known[each.name]["digest"] != digest(each)]
    assert not unseen, f"never seen red: {unseen}; {_AGAIN}"
    assert not changed, f"changed since their tests were seen red: {changed}; {_AGAIN}"
    assert not known.keys() - BY_NAME.keys(), f"seen, but no longer there; {_AGAIN}"


def test_the_page_of_faults_is_current() -> None:
    assert book.PAGE.read_text(encoding="utf-8") == book.page(EVERY, book.load(), book.load(book.KILLED)), _AGAIN


def test_every_duty_has_a_test_that_was_seen_red_or_a_reason() -> None:
    found = list(duties())
    keys = [duty.key for duty in found]
    assert not missing(set(keys))
    assert len(keys) == len(set(keys)), "a number stands twice"
    known = book.load()
    troubles = [f"{duty.key}: {trouble}" for duty in found if (trouble := _trouble(duty, known))]
    assert not troubles, "\n".join(troubles)


def test_a_removal_that_no_longer_applies_is_named() -> None:
    gone = Removal("gone", "nothing", "pyproject.toml", "no such text", "", "tests/faults/test_faults.py::test_nothing")
    with pytest.raises(DoesNotApply, match="stands 0 times"):
        without(gone)
    with pytest.raises(DoesNotApply, match="no test 'test_nothing'"):
        test_source(gone)


def _trouble(duty: Duty, known: dict[str, object]) -> str:
    if duty.reason:
        return ""
    if not duty.tests or not duty.removals:
        return "needs a test and a removal, or a reason why not"
    for name in duty.removals:
        if name not in BY_NAME:
            return f"there is no removal {name}"
        if name not in known:
            return f"{name} was never seen red; {_AGAIN}"
    for node in duty.tests:
        try:
            test_source(Removal(duty.key, "", "", "", "", node))
        except DoesNotApply as error:
            return str(error)
    return ""
