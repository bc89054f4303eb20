"""C2-4: a problem exists only from one or more cases; its correction informs each of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from chatdesk.core import commands as c
from chatdesk.core.case import Resolution
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import CaseRef, Done, Inbound
from chatdesk.core.policy import Kind
from chatdesk.reads import Scope
from tests.store.desk_world import BLUEPEAK_CHANNEL, CHLOE, DANA, DIRECTORY, ENGINEERS, HARBOR, RUTH, DeskWorld


def open_problem(world: DeskWorld, *found_in: str, by=DANA) -> Done | Refused:  # type: ignore[no-untyped-def]
    case_id, title = world.new_id(), world.new_id()
    command = c.Open(
        case_id=case_id,
        title_id=title,
        customer_id="harbor",
        reported_at=world.now,
        kind=Kind.PROBLEM,
        severity=1,
        found_in=found_in,
    )
    return world.desk.handle(
        Inbound(world.new_id(), by, command, texts={title: "Firmware 7.1"}, place=ENGINEERS), world.now
    )


def test_the_cases_and_their_problem_know_each_other(world: DeskWorld) -> None:
    one, two = world.open(), world.open()
    problem = open_problem(world, one.id, two.id)
    assert isinstance(problem, Done)
    for case in (one, two):
        links = [(link.case_id, link.relation) for link in world.case(case.id).links]
        assert links == [(problem.case_id, "caused_by")]


def test_its_correction_is_told_in_each_case_it_was_found_in(world: DeskWorld) -> None:
    one, two = world.open(), world.open()
    problem = open_problem(world, one.id, two.id)
    assert isinstance(problem, Done)
    text = world.new_id()
    command = c.Resolve(resolution=Resolution.PERMANENT, text_id=text)
    words = {text: "Firmware 7.2 is on all gateways."}
    world.desk.handle(Inbound(world.new_id(), DANA, command, CaseRef(case_id=problem.case_id), texts=words), world.now)
    for case in (one, two):
        view = world.reads.case_view(case.id, world.now)
        assert view is not None
        assert "Firmware 7.2 is on all gateways." in view.texts.values()
        told = [event for event in view.events if type(event.body).__name__ == "CauseCorrected"]
        assert len(told) == 1
    assert world.desk.verify(one.id).is_sound


def correct(world: DeskWorld, problem_id: str) -> None:
    text = world.new_id()
    command = c.Resolve(resolution=Resolution.PERMANENT, text_id=text)
    words = {text: "Firmware 7.2 is on all gateways."}
    world.desk.handle(Inbound(world.new_id(), DANA, command, CaseRef(case_id=problem_id), texts=words), world.now)


def times_corrected(world: DeskWorld, case_id: str) -> int:
    view = world.reads.case_view(case_id, world.now)
    assert view is not None
    return [type(event.body).__name__ for event in view.events].count("CauseCorrected")


@pytest.mark.parametrize("said_of", ["the case", "the problem"])
def test_a_second_case_that_is_linked_to_a_problem_hears_of_its_correction_too(world: DeskWorld, said_of: str) -> None:
    one, two = world.open(), world.open()
    problem = open_problem(world, one.id)
    assert isinstance(problem, Done)
    if said_of == "the case":
        world.do(DANA, c.LinkTo(other_id=problem.case_id), two)
    else:
        world.do(DANA, c.LinkTo(other_id=two.id), world.case(problem.case_id))
    assert [(link.case_id, link.relation) for link in world.case(two.id).links] == [(problem.case_id, "caused_by")]
    links = [(link.case_id, link.relation) for link in world.case(problem.case_id).links]
    assert links == [(one.id, "found_in"), (two.id, "found_in")]
    correct(world, problem.case_id)
    assert [times_corrected(world, case.id) for case in (one, two)] == [1, 1]
    assert all(world.desk.verify(case_id).is_sound for case_id in (one.id, two.id, problem.case_id))


@pytest.mark.parametrize("said_of", ["the case", "the problem"])
def test_a_case_that_is_linked_when_the_problem_is_corrected_already_hears_of_it_at_once(
    world: DeskWorld, said_of: str
) -> None:
    one, two = world.open(), world.open()
    problem = open_problem(world, one.id)
    assert isinstance(problem, Done)
    correct(world, problem.case_id)
    if said_of == "the case":
        world.do(DANA, c.LinkTo(other_id=problem.case_id), two)
    else:
        world.do(DANA, c.LinkTo(other_id=two.id), world.case(problem.case_id))
    assert [times_corrected(world, case.id) for case in (one, two)] == [1, 1]
    view = world.reads.case_view(two.id, world.now)
    assert view is not None
    assert "Firmware 7.2 is on all gateways." in view.texts.values()
    assert all(world.desk.verify(case_id).is_sound for case_id in (one.id, two.id, problem.case_id))


def test_two_problems_that_are_linked_are_related_and_one_s_correction_is_not_the_other_s(world: DeskWorld) -> None:
    case = world.open()
    first, second = open_problem(world, case.id), open_problem(world, case.id)
    assert isinstance(first, Done)
    assert isinstance(second, Done)
    world.do(DANA, c.LinkTo(other_id=second.case_id), world.case(first.case_id))
    assert (second.case_id, "related") in [(link.case_id, link.relation) for link in world.case(first.case_id).links]
    correct(world, first.case_id)
    assert times_corrected(world, second.case_id) == 0


def test_a_problem_of_no_case_or_of_another_customer_s_is_refused(world: DeskWorld) -> None:
    theirs = world.open(CHLOE, BLUEPEAK_CHANNEL)
    for found_in in ((), (theirs.id,), ("nothing",)):
        assert isinstance(open_problem(world, *found_in), Refused), found_in


def test_its_customer_finds_it_nowhere(world: DeskWorld) -> None:
    case = world.open()
    problem = open_problem(world, case.id)
    assert isinstance(problem, Done)
    assert world.reads.find_case(CaseRef(case_id=problem.case_id), RUTH) is None
    ruth = world.reads.person(RUTH)
    assert ruth is not None
    assert {view.case.id for view in world.reads.list_cases(ruth, Scope.ALL, world.now)} == {case.id}


def test_after_the_contract_has_ended_a_case_is_opened_as_not_covered(store) -> None:  # type: ignore[no-untyped-def]
    world = DeskWorld(store)
    ended = replace(HARBOR, contract_ends_at=world.now - timedelta(seconds=1))
    world.desk.use_directory(replace(DIRECTORY, customers=(ended, *DIRECTORY.customers[1:])))
    assert not world.case(world.open().id).is_covered
    running = replace(HARBOR, contract_ends_at=world.now + timedelta(seconds=1))
    world.desk.use_directory(replace(DIRECTORY, customers=(running, *DIRECTORY.customers[1:])))
    assert world.case(world.open().id).is_covered
