"""Whose a new case is, its number, its policy and its places."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from chatdesk.core.case import Case
from chatdesk.core.errors import Refused
from chatdesk.core.inbound import Done
from chatdesk.core.places import Place
from chatdesk.store.policies import UnknownPolicy
from tests.store.desk_world import (
    BLUEPEAK_CHANNEL,
    CHLOE,
    DANA,
    DIRECTORY,
    ENGINEERS,
    HARBOR,
    HARBOR_CHANNEL,
    OURS,
    RUTH,
    DeskWorld,
    policy,
)

IN_A_THREAD = replace(HARBOR_CHANNEL, thread="1772.5")
PRIVATE = Place("slack", OURS, "D0RUTH")


def place_of(world: DeskWorld, case: Case) -> Place:
    row = world.places(case)["customer"]
    return Place(row.platform, row.tenant, row.channel, row.thread)


def test_numbers_count_for_each_customer_on_its_own(world: DeskWorld) -> None:
    numbers = [world.open(who, place).number for who, place in [(RUTH, HARBOR_CHANNEL), (CHLOE, BLUEPEAK_CHANNEL)] * 2]
    assert numbers == ["HARBOR-1", "BLUEPEAK-1", "HARBOR-2", "BLUEPEAK-2"]


def test_cases_opened_at_once_get_numbers_without_gaps(world: DeskWorld) -> None:
    requests = [world.opening() for _ in range(12)]
    with ThreadPoolExecutor(4) as four:
        outcomes = list(four.map(lambda request: world.desk.handle(request, world.now), requests))
    numbers = {outcome.number for outcome in outcomes if isinstance(outcome, Done)}
    assert numbers == {f"HARBOR-{n}" for n in range(1, 13)}


def test_a_refused_opening_uses_up_no_number(world: DeskWorld) -> None:
    refused = world.desk.handle(world.opening(severity=9), world.now)
    assert refused == Refused.because("severity.unknown", severity="9")
    assert world.open().number == "HARBOR-1"


@pytest.mark.parametrize(
    ("said_in", "shown_in"),
    [
        (HARBOR_CHANNEL, HARBOR_CHANNEL),
        (IN_A_THREAD, IN_A_THREAD),
        (PRIVATE, PRIVATE),
        (None, HARBOR_CHANNEL),
        (BLUEPEAK_CHANNEL, HARBOR_CHANNEL),
        (ENGINEERS, HARBOR_CHANNEL),
    ],
    ids=["its channel", "a thread there", "a private chat", "nowhere", "another customer's channel", "our channel"],
)
def test_the_customers_card_stands_where_it_was_asked_for_if_that_is_theirs(
    world: DeskWorld, said_in: Place | None, shown_in: Place
) -> None:
    case = world.open(RUTH, said_in)
    assert place_of(world, case) == shown_in
    engineers = world.places(case)["engineers"]
    assert (engineers.channel, engineers.thread) == (ENGINEERS.channel, None)


def test_what_an_agent_opens_in_private_is_shown_to_the_customer_in_its_channel(world: DeskWorld) -> None:
    case = world.open(DANA, PRIVATE, requester_id="ruth")
    assert (case.customer_id, case.requester_id) == ("harbor", "ruth")
    assert place_of(world, case) == HARBOR_CHANNEL


def test_an_agent_in_a_customers_channel_opens_for_that_customer(world: DeskWorld) -> None:
    case = world.open(DANA, BLUEPEAK_CHANNEL)
    assert (case.customer_id, case.requester_id) == ("bluepeak", "dana")


@pytest.mark.parametrize(
    ("more", "refused"),
    [
        ({}, "customer.unknown"),
        ({"customer_id": "acme"}, "customer.unknown"),
        ({"requester_id": "nobody"}, "requester.unknown"),
        ({"customer_id": "bluepeak", "requester_id": "ruth"}, "requester.unknown"),
    ],
)
def test_an_agent_must_name_whom_it_is_for(world: DeskWorld, more: dict[str, str], refused: str) -> None:
    assert world.desk.handle(world.opening(DANA, ENGINEERS, **more), world.now) == Refused(refused)


def test_a_case_keeps_the_policy_it_opened_under(world: DeskWorld) -> None:
    case = world.open()
    edited = replace(policy(), version="another", targets=())
    world.desk.use_policies([edited], world.now)
    assert world.open().policy_version == "another"
    assert isinstance(world.note(DANA, case), Done)
    assert world.case(case.id).policy_version == policy().version
    view = world.reads.case_view(case.id, world.now)
    assert view is not None
    assert view.policy == policy()
    assert world.reads.policy_for("harbor") == edited


def test_an_older_version_may_become_the_current_one_again(world: DeskWorld) -> None:
    world.desk.use_policies([replace(policy(), version="another")], world.now)
    world.desk.use_policies([policy()], world.now)
    assert world.reads.policy_for("harbor").version == policy().version


def test_a_customer_may_be_given_another_policy_for_its_next_cases(world: DeskWorld) -> None:
    case = world.open()
    world.desk.use_policies([policy("codify")], world.now)
    world.desk.set_customer_policy("harbor", "codify", "es", "America/Santiago")
    assert world.open(severity=None).policy_version == policy("codify").version
    assert world.case(case.id).policy_version == policy().version
    reader = world.reads.reader_of_place(HARBOR_CHANNEL)
    assert reader is not None
    assert (reader.language, reader.zone) == ("es", "America/Santiago")
    assert world.open(CHLOE, BLUEPEAK_CHANNEL).policy_version == policy().version
    with pytest.raises(UnknownPolicy):
        world.desk.set_customer_policy("harbor", "no such")
    with pytest.raises(LookupError):
        world.desk.set_customer_policy("nobody", "codify")


def test_a_plan_belongs_to_its_policy(world: DeskWorld) -> None:
    bought = replace(DIRECTORY, customers=(replace(HARBOR, plan="premium"),))
    world.desk.use_directory(bought)
    assert world.open().plan == "premium"
    world.desk.set_customer_policy("harbor", "catamarun")
    assert world.open().plan == "premium"
    world.desk.use_policies([policy("codify")], world.now)
    world.desk.set_customer_policy("harbor", "codify")
    assert world.open(severity=None).plan is None


def test_a_customer_whose_policy_is_not_there_opens_nothing(world: DeskWorld) -> None:
    world.desk.use_directory(replace(DIRECTORY, customers=(replace(HARBOR, policy="lost"),)))
    with pytest.raises(UnknownPolicy, match="lost"):
        world.desk.handle(world.opening(), world.now)
    assert world.rows()["receipts"] == 0
