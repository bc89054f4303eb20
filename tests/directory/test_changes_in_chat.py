"""What administrators change of who is who, as values: nothing half done, and the file wins where it speaks."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from chatdesk.core import directory_changes as made
from chatdesk.core.directory import Customer, Directory, Listed, Organisation
from chatdesk.core.directory_applying import apply, apply_all
from chatdesk.core.directory_file import fold
from chatdesk.core.errors import Refused
from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, Place
from chatdesk.core.setting_up import Step, steps_left
from chatdesk.directory import read_directory
from chatdesk.directory.facts import differences
from chatdesk.directory.oddities import of_the_database
from chatdesk.directory.writing import written

HOME, THEIRS = "T0HOME", "T0THEIRS"
OURS = Organisation("Northwind", "en", "America/New_York", (("slack", HOME),))


def place(channel: str) -> Place:
    return Place("slack", HOME, channel)


def person(name: str, standing: Standing = Standing.AGENT, **more: bool) -> Listed:
    account = Identity("slack", HOME, f"U0{name.upper()}")
    return Listed(name, name.title(), "", standing, "en", "America/New_York", (account,), **more)


def customer(name: str, *channels: str) -> Customer:
    shared = tuple(place(one) for one in channels)
    return Customer(name, name.title(), name.upper(), "catamarun", None, "en", "America/New_York", channels=shared)


def directory(*people: Listed, customers: tuple[Customer, ...] = ()) -> Directory:
    channels = tuple((name, place(f"C0{name.upper()}")) for name in made.OUR_CHANNELS)
    return Directory(OURS, channels, people, (), customers)


def test_a_channel_has_one_holder() -> None:
    who = directory(customers=(customer("harbor", "C1"), customer("bluepeak", "C2")))
    assert apply(who, made.LinkCustomer("bluepeak", place("C1"))) == Refused.because(
        "elsewhere", customer="harbor", name=""
    )
    assert apply(who, made.LinkOurs("engineers", place("C1"))) == Refused.because("elsewhere", customer="harbor")
    refused = apply(who, made.LinkCustomer("harbor", place("C0ENGINEERS")))
    assert refused == Refused.because("elsewhere", customer="", name="engineers")


def test_all_changes_of_one_request_or_none() -> None:
    who = directory(customers=(customer("harbor", "C1"),))
    asked = (made.AddCustomer(customer("bluepeak")), made.LinkCustomer("bluepeak", place("C1")))
    assert isinstance(apply_all(who, asked), Refused)


def test_a_home_is_learnt_where_nobody_has_it_and_never_taken_from_another() -> None:
    blue = replace(customer("bluepeak", "C2"), tenants=(("slack", THEIRS),))
    who = directory(customers=(customer("harbor"), blue))
    taken = apply(who, made.LinkCustomer("harbor", place("C3"), THEIRS))
    assert isinstance(taken, Directory)
    assert taken.customers[0].tenants == ()
    learnt = apply(who, made.LinkCustomer("harbor", place("C3"), "T0NEW"))
    assert isinstance(learnt, Directory)
    assert learnt.customers[0].tenants == (("slack", "T0NEW"),)
    assert isinstance(apply(who, made.LearnHome("harbor", "slack", THEIRS)), Refused)
    assert isinstance(apply(who, made.LearnHome("harbor", "slack", HOME)), Refused)


def test_two_customers_never_number_their_cases_alike() -> None:
    who = directory(customers=(customer("harbor", "C1"),))
    rival = replace(customer("haven"), prefix="HARBOR")
    assert apply(who, made.AddCustomer(rival)) == Refused.because("prefix", prefix="HARBOR", name="Harbor")


def test_the_last_administrator_stays() -> None:
    who = directory(person("dana", is_admin=True), person("malik"))
    assert apply(who, made.SetAdmin("dana", False)) == Refused("last_admin")
    assert apply(who, made.RemovePerson("dana")) == Refused("last_admin")
    assert isinstance(apply(who, made.SetAdmin("malik", True)), Directory)


def test_what_chat_added_stands_beside_the_file_and_what_the_file_denies_does_not() -> None:
    file = directory(person("dana", is_admin=True))
    changes = (
        made.AddPerson(person("felix")),
        made.AddPerson(person("dana", Standing.EXECUTIVE)),
        made.LinkOurs("on_call", place("C9")),
        made.RemovePerson("dana"),
        made.SetAdmin("dana", False),
        made.AddRole("on_call", "felix"),
        made.AddCustomer(customer("harbor")),
        made.LinkCustomer("harbor", place("C1")),
    )
    who, overruled = fold(file, changes)
    assert overruled == (1, 2, 3, 4)
    assert [one.id for one in who.people] == ["dana", "felix"]
    assert who.people[0] == file.people[0]
    assert who.channels == file.channels
    assert dict(who.roles) == {"on_call": ("felix",)}
    assert who.customers[0].channels == (place("C1"),)


def test_a_file_that_says_the_same_overrules_nothing() -> None:
    """Export, start with it: everything that was made in chat stands in the file."""
    changes = (
        made.SetOrganisation(OURS),
        made.AddPerson(person("dana", is_admin=True)),
        *(made.LinkOurs(name, place(f"C0{name.upper()}")) for name in made.OUR_CHANNELS),
        made.AddRole("on_call", "dana"),
        made.AddCustomer(customer("harbor")),
        made.LinkCustomer("harbor", place("C1"), THEIRS),
    )
    who = apply_all(None, changes)
    assert isinstance(who, Directory)
    assert fold(who, changes) == (who, ())


def test_what_comes_next_follows_from_what_is_there() -> None:
    assert steps_left(None, False) == tuple(Step)
    who = directory(person("dana"), customers=(customer("harbor"),))
    assert steps_left(who, False) == (Step.CHANNEL, Step.ON_CALL, Step.TEST)
    whole = replace(who, roles=(("on_call", ("dana",)),), customers=(customer("harbor", "C1"),))
    assert steps_left(whole, True) == ()


_TEXT = st.text(min_size=1, max_size=20).map(str.strip).filter(lambda text: text and text.isprintable())
_ID = st.from_regex(r"[a-z][a-z0-9_]{0,10}", fullmatch=True)
_ACCOUNT = st.from_regex(r"[UC]0[A-Z0-9]{2,8}", fullmatch=True)


@settings(max_examples=30)
@given(
    names=st.lists(_TEXT, min_size=3, max_size=3),
    ids=st.lists(_ID, min_size=4, max_size=4, unique=True),
    accounts=st.lists(_ACCOUNT, min_size=5, max_size=5, unique=True),
    marks=st.lists(st.booleans(), min_size=3, max_size=3),
    zone=st.sampled_from(["America/New_York", "Europe/Berlin", "America/Santiago"]),
    role=_ID,
)
def test_an_export_reads_back_to_the_same(tmp_path_factory, names, ids, accounts, marks, zone, role) -> None:
    """Whatever people are called: quotes, colons, words that YAML would take for something else."""
    ours = replace(OURS, name=names[0])
    agent = Listed(
        ids[0], names[1], names[2], Standing.AGENT, "es", zone, (Identity("slack", HOME, accounts[0]),), False, marks[0]
    )
    guest = Listed(
        ids[1], names[2], "", Standing.CUSTOMER, "en", zone, (Identity("slack", HOME, accounts[1]),), marks[1]
    )
    theirs = replace(
        customer(ids[2]),
        name=names[1],
        prefix="AB1",
        language="es",
        channels=(place(accounts[2]),),
        people=(guest,),
        roles=((role, (ids[0],)),),
        has_standing_message=marks[2],
    )
    channels = tuple((name, place(accounts[3])) for name in made.OUR_CHANNELS)
    who = Directory(ours, channels, (agent,), ((role, (ids[0],)),), (theirs,))
    path: Path = tmp_path_factory.mktemp("export") / "directory.yml"
    path.write_text(written(who), encoding="utf-8")
    assert read_directory(path) == who


def test_what_differs_between_file_and_database_is_told_once_each() -> None:
    file = directory(person("dana"), customers=(customer("harbor", "C1"),))
    database = replace(
        file,
        people=(replace(person("dana"), is_admin=True), person("felix")),
        customers=(replace(customer("harbor", "C2"), policy="codify"),),
    )
    told = [oddity.odd for oddity in of_the_database(file, database)]
    assert len(told) == len(differences(file, database)) == 5
    assert any("'felix' stands in the database only" in one for one in told)
    assert any("C1 on slack stands in the file only" in one for one in told)
    assert list(of_the_database(file, file)) == []
