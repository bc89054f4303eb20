"""directory.yml: what it may say, and how each mistake is told."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from chatdesk.core.people import Standing
from chatdesk.core.places import Identity, Place
from chatdesk.directory import DirectoryError, read_directory

GOOD = """\
organisation:
  name: Northwind Support
  language: en
  zone: America/New_York
  tenants: {slack: T0OURS}
channels:
  engineers: {slack: C0DESK}
  on_call: {slack: C0ONCALL}
  director: {slack: C0DIRECTORS}
  vp: {slack: C0VP}
people:
  - {id: dana, name: Dana Reyes, title: Engineer, standing: agent, accounts: {slack: U0DANA}}
  - {id: grace, name: Grace Lindqvist, standing: executive, language: es, accounts: {slack: U0GRACE}}
roles:
  on_call: [dana]
  director: grace
customers:
  - id: harbor
    name: Harbor Grid
    prefix: HARBOR
    policy: catamarun
    plan: null
    language: es
    zone: America/Santiago
    channels: {slack: [C0HARBOR, C0HARBOR2]}
    people:
      - {id: ruth, name: Ruth Adler, accounts: {slack: U0RUTH}, is_representative: true}
    roles:
      account_representative: [dana]
  - id: bluepeak
    name: Bluepeak Media
    prefix: BLUEPEAK
    policy: catamarun
    language: en
    zone: America/Chicago
    tenants: {slack: T0BLUEPEAK}
    channels: {slack: C0BLUEPEAK}
    people:
      - {id: chloe, name: Chloé Martin, zone: Europe/Paris, accounts: {slack: U0CHLOE}}
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "directory.yml"
    path.write_text(GOOD, encoding="utf-8")
    return path


def test_a_directory_says_who_is_who(file: Path) -> None:
    read = read_directory(file)
    assert read.organisation.name == "Northwind Support"
    assert read.organisation.tenants == (("slack", "T0OURS"),)
    assert dict(read.channels)["vp"] == Place("slack", "T0OURS", "C0VP")
    dana, grace = read.people
    assert (dana.standing, dana.language, dana.zone) == (Standing.AGENT, "en", "America/New_York")
    assert (grace.standing, grace.language, grace.title) == (Standing.EXECUTIVE, "es", "")
    assert dana.identities == (Identity("slack", "T0OURS", "U0DANA"),)
    assert read.roles == (("on_call", ("dana",)), ("director", ("grace",)))


def test_guests_have_their_accounts_with_us_and_a_foreign_organisations_people_at_home(file: Path) -> None:
    harbor, bluepeak = read_directory(file).customers
    (ruth,), (chloe,) = harbor.people, bluepeak.people
    assert ruth.identities == (Identity("slack", "T0OURS", "U0RUTH"),)
    assert chloe.identities == (Identity("slack", "T0BLUEPEAK", "U0CHLOE"),)
    assert (ruth.language, ruth.zone, ruth.is_representative) == ("es", "America/Santiago", True)
    assert (chloe.language, chloe.zone, chloe.is_representative) == ("en", "Europe/Paris", False)
    assert harbor.channels == (Place("slack", "T0OURS", "C0HARBOR"), Place("slack", "T0OURS", "C0HARBOR2"))
    # A shared channel is named by our side of it.
    assert bluepeak.channels == (Place("slack", "T0OURS", "C0BLUEPEAK"),)
    assert harbor.roles == (("account_representative", ("dana",)),)


def test_the_documented_example_is_read(file: Path) -> None:
    example = Path(__file__).parents[2] / "chatdesk" / "demo" / "directory.yml"
    assert {customer.id for customer in read_directory(example).customers} == {"harbor", "bluepeak"}


# (what stands in the good file, what stands there instead, the line of the finding, what it says)
MISTAKES = [
    ("  zone: America/New_York", "  zone: Amerika/Nowhere", 4, "'Amerika/Nowhere' is no time zone; give an IANA name"),
    ("  zone: America/New_York", "  zone: America", 4, "is no time zone"),
    ("  language: en\n  zone: America/N", "  language: fr\n  zone: America/N", 3, "'fr' is no language of chatdesk"),
    ("  tenants: {slack: T0OURS}", "  tenants: {irc: T0OURS}", 5, "use one of: 'slack' or 'teams'"),
    ("  tenants: {slack: T0OURS}", "  tenants: {}", 5, "'tenants' needs at least one entry"),
    ("  name: Northwind Support", "  name: ' '", 2, "'name' is empty or not text"),
    ("organisation:\n  name", "organisation:\n  nam", 2, "unknown key 'nam'; did you mean 'name'?"),
    ("  on_call: {slack: C0ONCALL}\n", "", 6, "the channel 'on_call', where breaches and tier 1 are told, is missing"),
    ("  engineers: {slack: C0DESK}\n", "", 6, "the channel 'engineers', where cases are worked on, is missing"),
    ("  director: {slack: C0DIRECTORS}\n", "", 6, "the channel 'director', where tier 2 is told, is missing"),
    ("  vp: {slack: C0VP}\n", "", 6, "the channel 'vp', where tier 3 is told, is missing"),
    (
        "  vp: {slack: C0VP}\n",
        "  vp: {slack: C0VP}\n  vpp: {slack: C0}\n",
        11,
        "unknown channel 'vpp'; did you mean 'vp'?",
    ),
    ("  vp: {slack: C0VP}", "  vp: {teams: '19:x'}", 10, "we are not on teams"),
    ("standing: agent", "standing: guest", 12, "'guest' is not known for 'standing'"),
    ("standing: agent, ", "", 12, "'standing:' is missing here; add it"),
    ("{id: dana,", "{id: Dana R,", 12, "'Dana R' cannot be an id"),
    ("{id: grace,", "{id: dana,", 13, "the person 'dana' stands twice"),
    ("{id: ruth,", "{id: dana,", 27, "the person 'dana' stands twice"),
    ("{slack: U0GRACE}", "{slack: U0DANA}", 13, "the account 'slack T0OURS U0DANA' stands twice"),
    ("{slack: U0RUTH}", "{slack: U0DANA}", 27, "the account 'slack T0OURS U0DANA' stands twice"),
    ("{slack: U0RUTH}", "{teams: 29a}", 27, "neither 'harbor' nor we have a tenant on teams"),
    ("{slack: U0DANA}", "{slack: 123}", 12, "'123' is no id of a platform"),
    ("  on_call: [dana]", "  on_call: [dna]", 15, "'dna' is none of our people; did you mean 'dana'?"),
    ("  on_call: [dana]", "  on_call: [ruth]", 15, "'ruth' is none of our people"),
    ("  on_call: [dana]", "  on_call: [dana, dana]", 15, "'dana' stands twice for 'on_call'"),
    ("      account_representative: [dana]", "      account_representative: [chloe]", 29, "is none of our people"),
    ("    prefix: HARBOR", "    prefix: harbor", 20, "'harbor' cannot begin case numbers; use 2 to 10 capitals"),
    ("    prefix: HARBOR", "    prefix: H-1", 20, "cannot begin case numbers"),
    ("    prefix: BLUEPEAK", "    prefix: HARBOR", 32, "the prefix 'HARBOR' stands twice"),
    ("  - id: bluepeak", "  - id: harbor", 30, "the customer 'harbor' stands twice"),
    ("    channels: {slack: C0BLUEPEAK}\n", "", 30, "customer 'bluepeak' has no channel to show its cases in"),
    ("{slack: C0BLUEPEAK}", "{slack: C0HARBOR}", 37, "the channel 'slack C0HARBOR' stands twice"),
    ("{slack: C0BLUEPEAK}", "{slack: C0DESK}", 37, "the channel 'slack C0DESK' stands twice"),
    ("{slack: T0BLUEPEAK}", "{slack: T0OURS}", 36, "the tenant 'slack T0OURS' stands twice"),
    ("    zone: America/Chicago", "    zone: 5", 35, "'5' is no time zone"),
    ("    language: es\n", "    language: 7\n", 23, "'7' is no language of chatdesk; use one of: en, es"),
    ("is_representative: true", "is_representative: maybe", 27, "'is_representative' must be true or false"),
    (
        "    people:\n      - {id: ruth",
        "    peeple:\n      - {id: ruth",
        26,
        "unknown key 'peeple'; did you mean 'people'?",
    ),
    ("customers:\n", "customers: 5\nx:\n", 17, "'customers' must be a list"),
    ("organisation:\n", "organisation: [\n", 3, "is not valid YAML"),
    ("people:\n  - {id: dana", "people:\n  - {id: dana, id: dora", 12, "'id' stands twice"),
]


@pytest.mark.parametrize(("good", "bad", "line", "says"), MISTAKES, ids=[says for _, _, _, says in MISTAKES])
def test_a_mistake_is_told_with_its_line_and_what_to_do(file: Path, good: str, bad: str, line: int, says: str) -> None:
    assert good in GOOD
    file.write_text(GOOD.replace(good, bad, 1), encoding="utf-8")
    with pytest.raises(DirectoryError) as refused:
        read_directory(file)
    told = [str(finding) for finding in refused.value.findings]
    assert any(one.startswith(f"{file}:{line}: ") and says in one for one in told), told


def test_everything_that_is_wrong_is_told_at_once_in_the_files_order(file: Path) -> None:
    file.write_text(GOOD.replace("U0GRACE", "U0DANA").replace("C0BLUEPEAK", "C0HARBOR"), encoding="utf-8")
    with pytest.raises(DirectoryError) as refused:
        read_directory(file)
    assert [finding.line for finding in refused.value.findings] == [13, 37]
    assert str(refused.value).count("\n") == 1


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty; start from the demo's directory.yml"),
        ("- a list", "a directory is a block of keys"),
        ("just words", "a directory is a block of keys"),
        ("\t- tab", "indent with spaces only"),
        ("a: &x [*x]", "holds itself through an alias"),
    ],
)
def test_what_is_no_directory_at_all_is_refused(file: Path, text: str, says: str) -> None:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DirectoryError, match=rf"directory\.yml:1: .*{says}"):
        read_directory(file)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DirectoryError, match=r"nowhere\.yml:1: cannot be read"):
        read_directory(tmp_path / "nowhere.yml")


def test_a_file_that_is_no_text_is_named(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(DirectoryError, match="not UTF-8"):
        read_directory(file)


@pytest.mark.parametrize("odd", [None, "?", [None], {"?": None}], ids=repr)
def test_no_odd_value_anywhere_ends_in_anything_but_a_refusal(file: Path, odd: object) -> None:
    whole = YAML(typ="safe").load(GOOD)
    whole |= {"people": whole["people"][:1], "customers": whole["customers"][:1], "roles": {"on_call": ["dana"]}}
    for holder, key in _parts(whole):
        kept, holder[key] = holder[key], odd
        # JSON is YAML.
        file.write_text(json.dumps(whole), encoding="utf-8")
        try:
            read_directory(file)
        except DirectoryError as refused:
            assert refused.findings
        holder[key] = kept


def _parts(value: object) -> Iterator[tuple[Any, Any]]:
    """Every place in the file that holds a value."""
    keys = list(value) if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    for key in keys:
        yield value, key
        yield from _parts(value[key])  # type: ignore[index]
