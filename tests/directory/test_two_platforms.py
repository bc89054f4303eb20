"""One directory for Slack and Teams: who is told where, who hosts what, and what a wrong id of Teams looks like."""

from pathlib import Path

import pytest

from chatdesk.app import read_files
from chatdesk.core.directory import Directory
from chatdesk.core.places import Identity, Place
from chatdesk.directory import DirectoryError, read_directory

EXAMPLE = Path(__file__).parents[2] / "docs" / "examples" / "directory-both.yml"
OURS = "6f1e2d3c-0000-4000-8000-00000000000a"
HARBORS = "6f1e2d3c-0000-4000-8000-0000000000c0"


@pytest.fixture(scope="module")
def who() -> Directory:
    return read_directory(EXAMPLE)


def test_the_documented_example_is_one_to_start_with() -> None:
    assert {one.id for one in read_files(None, EXAMPLE).directory.customers} == {"harbor", "bluepeak", "codify"}


def test_accounts_stand_in_the_order_of_preference(who: Directory) -> None:
    accounts = {one.id: one.identities for one in who.people}
    assert accounts["malik"] == (
        Identity("slack", "T0NORTHWIND", "U0MALIK"),
        Identity("teams", OURS, "6f1e2d3c-0000-4000-8000-0000000000b1"),
    )
    assert [one.platform for one in accounts["grace"]] == ["teams", "slack"]


def test_our_channels_may_stand_on_either_platform_or_on_both(who: Directory) -> None:
    assert [(name, place.platform) for name, place in who.channels] == [
        ("engineers", "slack"),
        ("engineers", "teams"),
        ("on_call", "slack"),
        ("on_call", "teams"),
        ("director", "teams"),
        ("vp", "teams"),
    ]


def test_a_teams_channel_is_hosted_where_the_entry_says_else_by_the_customer_else_by_us(who: Directory) -> None:
    harbor, bluepeak, codify = who.customers
    assert harbor.channels == (Place("teams", HARBORS, "19:harbor-support@thread.tacv2"),)
    assert bluepeak.channels == (
        Place("teams", OURS, "19:bluepeak-support@thread.tacv2"),
        Place("slack", "T0NORTHWIND", "C0BLUEPEAK"),
    )
    assert codify.channels == (Place("teams", OURS, "19:codify-soporte@thread.tacv2"),)


def test_people_have_their_accounts_at_home_and_guests_with_us(who: Directory) -> None:
    harbor, bluepeak, codify = who.customers
    assert harbor.people[0].identities[0].tenant == HARBORS
    assert [one.tenant for one in bluepeak.people[0].identities] == [
        "6f1e2d3c-0000-4000-8000-0000000000d0",
        "T0BLUEPEAK",
    ]
    assert codify.people[0].identities[0].tenant == OURS


def test_microsofts_ids_mean_the_same_in_capitals(tmp_path: Path) -> None:
    file = tmp_path / "directory.yml"
    file.write_text(EXAMPLE.read_text().replace(OURS, OURS.upper()).replace("0000000000b1", "0000000000B1"))
    read = read_directory(file)
    assert read.organisation.tenants[1] == ("teams", OURS)
    assert read.people[1].identities[1].user == "6f1e2d3c-0000-4000-8000-0000000000b1"


# (what stands in the example, what stands there instead, what stands on the line of the finding, what it says)
MISTAKES = [
    (
        f"teams: {OURS}}}\n\n#",
        "teams: northwind.com}\n\n#",
        "tenants: {slack: T0N",
        "'northwind.com' is no tenant of Teams",
    ),
    ("{slack: U0DANA}", "{teams: dana@northwind.com}", "id: dana", "is no account of Teams; copy the user's object id"),
    ("0000000000c1}", "0000000000c1z}", "id: ruth", "is no account of Teams"),
    ("19:vp-bridge@thread.tacv2", "https://teams.microsoft.com/l/channel/19%3Avp", "vp: {", "is no channel of Teams"),
    ("19:case-desk@thread.tacv2", "19:case-desk@thread.tacv2;messageid=1", "engineers: {", "is no channel of Teams"),
    ("19:harbor-support@thread.tacv2", "C0HARBOR", "channels: {teams: [", "'C0HARBOR' is no channel of Teams"),
    (f"tenant: {OURS}}}", "tenant: bluepeak}", "- {id: ", "'bluepeak' is no tenant of Teams"),
    (f"tenant: {OURS}}}", f"tenant: {HARBORS}}}", "- {id: ", "is neither our tenant on teams nor that of 'bluepeak'"),
    (f"tenant: {OURS}}}", f"tenent: {OURS}}}", "- {id: ", "unknown key 'tenent'; did you mean 'tenant'?"),
    ("slack: [C0BLUEPEAK]", "slack: [{id: C0, tenant: T0BLUEPEAK}]", "slack: [{", "leave 'tenant' out"),
    ("0000000000c0}\n", "00000000000A}\n", "tenants: {teams", f"the tenant 'teams {OURS}' stands twice"),
    ("0000000000b3", "0000000000B2", "accounts: {teams: 6f1e2d3c-0000-4000-8000-0000000000B2", "stands twice"),
    ("19:codify-soporte", "19:harbor-support", 'channels: {teams: "19', "the channel 'teams 19:harbor-support@thr"),
]


@pytest.mark.parametrize(("good", "bad", "on_line", "says"), MISTAKES, ids=[one[-1] for one in MISTAKES])
def test_a_mistake_is_told_with_its_line(tmp_path: Path, good: str, bad: str, on_line: str, says: str) -> None:
    text = EXAMPLE.read_text()
    assert good in text
    file = tmp_path / "directory.yml"
    file.write_text(text.replace(good, bad, 1))
    with pytest.raises(DirectoryError) as refused:
        read_directory(file)
    (finding, *_) = [one for one in refused.value.findings if says in str(one)] or [refused.value]
    assert says in str(finding)
    assert on_line in file.read_text().splitlines()[finding.line - 1]


@pytest.mark.parametrize("part", ["channels", "accounts"])
def test_teams_without_a_tenant_anywhere_is_told_with_what_to_add(tmp_path: Path, part: str) -> None:
    text = (Path(__file__).parents[2] / "chatdesk" / "demo" / "directory.yml").read_text()
    good, bad = {
        "channels": ("channels: {slack: [C0HARBOR]}", 'channels: {teams: ["19:harbor@thread.tacv2"]}'),
        "accounts": ("accounts: {slack: U0RUTH}", "accounts: {teams: 6f1e2d3c-0000-4000-8000-0000000000c1}"),
    }[part]
    assert good in text
    file = tmp_path / "directory.yml"
    file.write_text(text.replace(good, bad))
    with pytest.raises(DirectoryError) as refused:
        read_directory(file)
    assert "neither 'harbor' nor we have a tenant on teams; add 'tenants: {teams: …}' to the customer" in str(
        refused.value
    )
