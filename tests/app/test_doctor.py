"""`chatdesk doctor`: what an operator reads of settings, files, database, outbox, server, Teams and pagers."""

import asyncio
import json
import os
from collections import namedtuple
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import insert, text, update
from typer.testing import CliRunner

from chatdesk.adapters.teams.tokens import MsalTokens
from chatdesk.app import App, wall_clock
from chatdesk.cli import cli
from chatdesk.core.commands import Open
from chatdesk.core.inbound import Done, Inbound
from chatdesk.core.places import Identity, Place
from chatdesk.doctor import Mark
from chatdesk.settings import Settings, read_settings
from chatdesk.store.engine import serving
from chatdesk.store.tables import cases, channels, conversations, deliveries, holds, metadata, people
from tests.doctor_world import DoctorWorld, wall
from tests.paging.post_office import PostOffice
from tests.teams_peer.cast import APP_ID, HOME

RUN = CliRunner()


on_both = pytest.mark.parametrize("world", ["sqlite", "postgres"], indirect=True)


@pytest.fixture
async def world(request, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[DoctorWorld]:
    for name in [name for name in os.environ if name.startswith(("CHATDESK_", "SLACK_", "MICROSOFT_"))]:
        monkeypatch.delenv(name)
    url = request.getfixturevalue(f"{getattr(request, 'param', 'sqlite')}_url")
    world = DoctorWorld(url, tmp_path, monkeypatch)
    await world.start()
    yield world
    await world.stop()


async def ask(*words: str):
    """In a thread, as the command has a loop of its own."""
    return await asyncio.to_thread(RUN.invoke, cli, ["doctor", *words])


@on_both
async def test_where_all_is_well_there_is_nothing_to_do(world: DoctorWorld) -> None:
    done = await ask()
    assert done.exit_code == 0, done.output
    assert "✗" not in done.output
    assert "settings\n  ✓ Everything that Slack over HTTP needs is set.\npolicies\n  ✓ 5 can be read" in done.output
    assert "answers, and its tables are of this version (" in done.output
    assert "  ✓ The bot token is good: chatdesk in Northwind Support (T0NORTHWIND).\n" in done.output
    assert done.output.endswith("well.\n")
    assert "Nothing to do; " in done.output


@on_both
async def test_nothing_is_posted_or_changed_by_it(world: DoctorWorld) -> None:
    with world.store.reading() as tx:
        before = [tx.execute(table.select()).all() for table in (cases, deliveries, holds, conversations)]
    await ask()
    asked = {call.method for call in world.playground.journal.calls()}
    assert asked == {"auth.test", "conversations.info", "users.info"}
    with world.store.reading() as tx:
        assert [tx.execute(table.select()).all() for table in (cases, deliveries, holds, conversations)] == before


async def test_as_json_it_is_one_object_a_line_and_the_code_is_the_same(world: DoctorWorld) -> None:
    world.playground.workspace.token_refusal = "token_revoked"
    done = await ask("--json")
    assert done.exit_code == 1
    told = [json.loads(line) for line in done.output.splitlines()]
    assert all(set(one) == {"area", "mark", "what", "to_do"} for one in told)
    assert {
        "area": "slack",
        "mark": "wrong",
        "what": "SLACK_BOT_TOKEN: Slack does not accept it (token_revoked).",
        "to_do": "Install the app again from manifest.yml (api.slack.com/apps, Install App), and copy the token.",
    } in told


async def test_each_wrong_setting_is_a_line_and_files_and_database_are_looked_at_all_the_same(world) -> None:
    world.unset("SLACK_SIGNING_SECRET")
    world.set("CHATDESK_PORT", "many")
    done = await ask()
    assert done.exit_code == 2
    assert "  ✗ CHATDESK_PORT: is no whole number.\n    Set it to a free port between 1 and 65535" in done.output
    assert "  ✗ SLACK_SIGNING_SECRET: is not set.\n    Copy the Signing Secret" in done.output
    assert "answers, and its tables are of this version" in done.output
    assert "\nslack\n" not in done.output
    assert done.output.endswith("The rest was not looked at: first the settings must let chatdesk run.\n")


async def test_a_database_that_is_not_reached_is_told_without_its_password(world: DoctorWorld) -> None:
    world.set("CHATDESK_DATABASE_URL", "postgresql://chatdesk:hush@127.0.0.1:9/desk")
    done = await ask()
    assert done.exit_code == 1
    assert "✗ Cannot reach the database postgresql://chatdesk:***@127.0.0.1:9/desk" in done.output
    assert "    See whether it runs, and whether CHATDESK_DATABASE_URL leads to it.\n" in done.output
    assert "hush" not in done.output


@on_both
async def test_tables_of_another_version_are_told_with_the_way_out(world: DoctorWorld) -> None:
    with world.store.writing() as tx:
        was = tx.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
        tx.execute(text("UPDATE alembic_version SET version_num = '0005'"))
    told = await world.wrong()
    assert [area for area, _, _ in told] == ["database"]
    [(_, what, to_do)] = told
    assert what.split(" are of ")[1] == f"version 0005; this chatdesk needs {was}."
    assert "run `chatdesk db upgrade`" in to_do
    with world.store.writing() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    [(_, _, to_do)] = await world.wrong()
    assert to_do == "A newer chatdesk has changed them: install that one, or newer."
    with world.store.writing() as tx:
        tx.execute(text("UPDATE alembic_version SET version_num = :was"), {"was": was})


async def test_a_database_that_hangs_is_cut_off(world: DoctorWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    until = asyncio.Event()
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(
        "chatdesk.doctor.of_database.open_existing",
        lambda url: asyncio.run_coroutine_threadsafe(until.wait(), loop).result(),
    )
    lines = await world.lines(seconds=0.2)
    until.set()
    hung = [(one.what, one.to_do) for one in lines if one.area == "database"]
    assert hung == [("No answer within 0.2 seconds.", "Look at the network between here and there.")]


async def test_too_little_room_is_told(world: DoctorWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "free")
    monkeypatch.setattr("chatdesk.doctor.of_database.shutil.disk_usage", lambda _: usage(3 * 1024 * 1024))
    [(_, what, to_do)] = await world.wrong()
    assert what.startswith("Only 3 MB are free where the database stands (")
    assert to_do == "Make room; without any, nothing is taken and nothing is told."


async def test_whether_a_server_has_the_sqlite_file_is_seen_and_disturbs_neither(world) -> None:
    assert "No chatdesk serves it now." in [one.what for one in await world.lines()]
    with serving(world.url):
        assert "Every case that was due has been woken." in [one.what for one in await world.lines()]
    assert "No chatdesk serves it now." in [one.what for one in await world.lines()]


@on_both
async def test_a_case_that_should_have_been_woken_is_told(world: DoctorWorld) -> None:
    _open_one(world)
    with world.store.writing() as tx:
        tx.execute(update(cases).values(wake_at=wall() - timedelta(hours=3, minutes=5)))
    told = [(area, what) for area, what, _ in await world.wrong()]
    assert [area for area, _ in told] == ["database"]
    assert told[0][1].startswith("A case should have been woken at ")
    assert told[0][1].endswith(", 3 h ago.")


@on_both
async def test_a_case_that_cannot_tick_is_told_by_its_number(world: DoctorWorld) -> None:
    _open_one(world)
    with world.store.writing() as tx:
        tx.execute(
            update(cases).values(poisoned_until=wall() + timedelta(hours=1), wake_at=wall() + timedelta(hours=1))
        )
    assert await world.wrong() == [
        (
            "database",
            "HARBOR-1 fails whenever it is woken, and is put off.",
            "The log says why (“cannot tick”); then `chatdesk case verify HARBOR-1`.",
        )
    ]


@on_both
async def test_dead_uncertain_and_old_messages_are_told(world: DoctorWorld) -> None:
    _open_one(world)
    _queue(world, "dead", "is_archived")
    _queue(world, "uncertain", None)
    told = await world.wrong()
    assert [area for area, _, _ in told] == ["outbox", "outbox", "outbox"]
    assert told[0][1:] == (
        "1 message of cases that go on reached nobody.",
        "`chatdesk outbox list --state dead` says why; mend that, then `chatdesk outbox retry --dead`.",
    )
    assert told[1][1] == "Of 1 message nobody knows whether they arrived."
    assert told[2][1].startswith("The oldest message waits since ")
    assert told[2][1].endswith(", 5 min.")


@on_both
async def test_what_was_lost_of_a_case_that_is_over_leaves_nothing_to_do(world: DoctorWorld) -> None:
    _open_one(world)
    _queue(world, "dead", "is_archived")
    with world.store.writing() as tx:
        tx.execute(update(cases).values(status="closed"))
    assert await world.wrong() == []
    assert "1 of cases that are over reached nobody." in [one.what for one in await world.lines()]


@on_both
async def test_held_pings_and_shadow_mode_are_told_and_are_no_fault(world: DoctorWorld) -> None:
    with world.store.writing() as tx:
        row = {"what": "pings", "begun_at": wall(), "begun_by": "Samuel Brandt", "reason": "moving the datacentre"}
        tx.execute(insert(holds).values(**row))
    world.set("CHATDESK_SHADOW_CHANNEL", "slack:C0VPBRIDGE")
    told = [one for one in await world.lines() if one.area == "outbox" and one.mark is Mark.OPEN]
    assert "by Samuel Brandt (moving the datacentre); 0 messages kept back." in told[0].what
    assert told[0].to_do == "An administrator ends that in chat with “admin release”."
    assert told[1].what == "Shadow mode: chatdesk posts in slack:C0VPBRIDGE alone, and wakes nobody."
    assert await world.wrong() == []


async def test_a_policy_that_cannot_be_read_or_is_odd_is_told(world: DoctorWorld) -> None:
    folder = world.folder / "policies"
    folder.mkdir()
    whole = Path(__file__).parents[2] / "policies" / "catamarun.yml"
    (folder / "catamarun.yml").write_text(whole.read_text().split("\nwaivers:")[0] + "\n")
    (folder / "broken.yml").write_text("policy: {name: [\n")
    world.set("CHATDESK_POLICIES", str(folder))
    told = [(what, to_do) for area, what, to_do in await world.wrong() if area == "policies"]
    assert told[0][0].startswith(f"{folder}/broken.yml:")
    assert told[0][1] == "Correct the file; chatdesk does not start with it."
    assert told[-1][0].startswith(f"{folder}/catamarun.yml: ")
    assert f"Read them with `chatdesk policy check {folder}/catamarun.yml`" in told[-1][1]


@on_both
async def test_what_directory_check_finds_is_told_and_what_the_database_says_differently(world: DoctorWorld) -> None:
    world.directory(lambda text: text.replace("is_admin: true, ", "").replace("name: Dana Reyes", "name: Dana Stone"))
    told = {what.split(": ", 1)[-1]: to_do for area, what, to_do in await world.wrong() if area == "directory"}
    assert "W-ADMIN: Nobody is an administrator, so nobody can change who is who in chat." in told
    assert any("Dana Stone" in what and "Dana Reyes" in what for what in told)
    assert "The file takes effect at the next start." in told.values()


async def test_without_a_file_the_database_is_looked_at_and_asked_for(world: DoctorWorld) -> None:
    world.unset("CHATDESK_DIRECTORY")
    assert await world.wrong() == []
    with world.store.writing() as tx:
        tx.execute(update(people).values(is_admin=False))
    told = [what for area, what, _ in await world.wrong()]
    assert told == ["W-ADMIN: Nobody is an administrator, so nobody can change who is who in chat."]
    with world.store.writing() as tx:
        for table in reversed(metadata.sorted_tables):
            tx.execute(table.delete())
    assert await world.wrong() == [
        (
            "directory",
            "Nobody has said yet who is who.",
            "Set CHATDESK_DIRECTORY, or write to chatdesk in a direct message and be led through the set-up.",
        )
    ]


async def test_a_directory_that_cannot_be_used_is_told_by_line(world: DoctorWorld) -> None:
    world.directory(lambda text: text.replace("prefix: HARBOR ", "prefiks: HARBOR "))
    [(area, what, to_do), *_] = await world.wrong()
    assert area == "directory"
    assert what.startswith(f"{world.folder}/directory.yml:")
    assert "'prefix:' is missing here" in what
    assert to_do == "Correct the file; chatdesk does not start with it."


async def test_a_server_that_answers_is_well_and_one_that_is_not_ready_says_why(world) -> None:
    app = App(read_settings(Settings, port=0), wall_clock, world.files)
    await app.start()
    world.set("CHATDESK_PORT", str(app.port))
    try:
        assert f"http://127.0.0.1:{app.port} answers, and is ready." in [one.what for one in await world.lines()]
        app._is_stopping = True
        told = [what for area, what, _ in await world.wrong() if area == "server"]
        assert told == [f"http://127.0.0.1:{app.port} answers that it is not ready: stopping."]
    finally:
        await app.stop()


async def test_somebody_else_on_our_port_is_told(world: DoctorWorld) -> None:
    async with PostOffice() as office:
        world.set("CHATDESK_PORT", str(office.port))
        assert await world.wrong() == [
            (
                "server",
                f"What answers at http://127.0.0.1:{office.port} is not chatdesk.",
                "Free the port, or set CHATDESK_PORT to another one.",
            )
        ]


class Says:
    """Microsoft's authority."""

    def __init__(self, answer: dict[str, str]) -> None:
        self.answer = answer

    def ask(self, scope: str) -> dict[str, str]:
        return self.answer


@pytest.fixture
def on_teams(world: DoctorWorld, monkeypatch: pytest.MonkeyPatch):
    def ask_with(answer: dict[str, str]) -> None:
        monkeypatch.setattr("chatdesk.microsoft._tokens", lambda settings, now: MsalTokens(lambda: Says(answer), now))

    for name, value in {
        "MICROSOFT_APP_ID": APP_ID,
        "MICROSOFT_APP_TENANT_ID": HOME,
        "MICROSOFT_APP_PASSWORD": "a-client-secret",
    }.items():
        world.set(name, value)
    return ask_with


async def test_a_credential_that_microsoft_refuses_is_told_in_its_own_words(world: DoctorWorld, on_teams) -> None:
    on_teams({"error": "invalid_client", "error_description": "AADSTS7000222: The provided client secret is expired."})
    [(area, what, to_do)] = await world.wrong()
    assert area == "teams"
    assert what == (
        f"Microsoft does not accept the credential of app {APP_ID} of tenant {HOME} "
        "(invalid_client: AADSTS7000222: The provided client secret is expired.)."
    )
    assert "a client secret may have run out" in to_do


async def test_channels_in_teams_that_we_do_not_know_how_to_reach_are_told(world: DoctorWorld, on_teams) -> None:
    on_teams({"access_token": "t", "expires_in": "3600"})
    channel = "19:vp@thread.tacv2"
    world.directory(
        lambda text: text.replace(
            "tenants: {slack: T0NORTHWIND} ", f"tenants: {{slack: T0NORTHWIND, teams: {HOME}}} "
        ).replace("vp: {slack: C0VPBRIDGE}", f'vp: {{slack: C0VPBRIDGE, teams: "{channel}"}}')
    )
    told = [(what, to_do) for area, what, to_do in await world.wrong() if area == "teams"]
    assert told == [
        (
            f"chatdesk does not know how to reach {channel}, our channel 'vp'.",
            "Add the app to that team, chat or channel; where it is there, mention it once.",
        )
    ]
    with world.store.writing() as tx:
        row = {"tenant": HOME, "id": channel, "kind": "channel", "service_url": "https://x/", "learnt_at": wall()}
        tx.execute(insert(conversations).values(**row))
    lines = [one.what for one in await world.lines()]
    assert "chatdesk knows how to reach all 1 channels of the directory." in lines
    assert f"Microsoft gives a token to app {APP_ID} of tenant {HOME}." in lines


async def test_pagers_without_their_secret_and_a_silent_mail_server_are_told(world: DoctorWorld) -> None:
    world.directory(
        lambda text: text.replace("\npeople:", "\npaging:\n  on_call: [{pagerduty: ON_CALL}]\n\npeople:", 1)
    )
    world.set("CHATDESK_SMTP_URL", "smtp://127.0.0.1:9")
    world.set("CHATDESK_SMTP_FROM", "chatdesk@example.com")
    told = [(what, to_do) for area, what, to_do in await world.wrong() if area == "paging"]
    assert told == [
        (
            "CHATDESK_PAGING_SECRET_ON_CALL: is not set, and directory.yml wakes people of on_call with it.",
            "Set it to the integration key of a PagerDuty service (Events API v2).",
        ),
        (
            "The mail server 127.0.0.1:9 does not take us: no connection (ConnectionRefusedError).",
            "See whether this machine may connect there, and CHATDESK_SMTP_URL.",
        ),
    ]


async def test_a_mail_server_that_answers_is_well_and_gets_no_letter(world: DoctorWorld) -> None:
    world.directory(
        lambda text: text.replace("\npeople:", "\npaging:\n  on_call: [{email: [a@example.com]}]\n\npeople:", 1)
    )
    async with PostOffice() as office:
        world.set("CHATDESK_SMTP_URL", office.url)
        world.set("CHATDESK_SMTP_FROM", "chatdesk@example.com")
        lines = [(one.what, one.to_do) for one in await world.lines() if one.area == "paging"]
        assert lines == [
            ("The pagers beside on_call have what they need.", "Ring them once: `chatdesk paging test on_call`."),
            (f"The mail server 127.0.0.1:{office.port} answers.", ""),
        ]
        assert office.letters == []


def _open_one(world: DoctorWorld) -> None:
    place = Place("slack", "T0NORTHWIND", "C0HARBOR")
    command = Open(case_id="case", title_id="title", reported_at=wall(), severity=1)
    asked = Inbound("r1", Identity("slack", "T0NORTHWIND", "U0RUTH"), command, texts={"title": "VPN"}, place=place)
    assert isinstance(world.desk.handle(asked, wall()), Done)
    with world.store.writing() as tx:
        tx.execute(deliveries.delete())


def _queue(world: DoctorWorld, state: str, error: str | None) -> None:
    with world.store.writing() as tx:
        case = tx.execute(cases.select()).one()
        row = {
            "case_id": case.id,
            "customer_id": case.customer_id,
            "seq": 1,
            "kind": "case.opened",
            "audience_kind": "channel",
            "audience_name": "director",
            "about": state,
            "at": wall(),
            "facts": [],
            "is_urgent": False,
            "stands_alone": False,
            "state": state,
            "retry_at": wall() + timedelta(hours=1),
            "attempts": 1,
            "is_repeat": False,
            "last_error": error,
            "created_at": wall() - timedelta(minutes=5, seconds=5),
        }
        tx.execute(insert(deliveries).values(**row))


async def test_before_the_first_start_the_database_is_no_fault_and_nobody_has_set_it_up(world: DoctorWorld) -> None:
    world.unset("CHATDESK_DIRECTORY")
    world.set("CHATDESK_DATABASE_URL", f"sqlite:///{world.folder / 'none.db'}")
    done = await ask()
    assert "none.db yet.\n    `chatdesk serve` makes it at its first start.\n" in done.output
    assert "  ✗ There is no database" not in done.output
    assert "  ✗ Nobody has said yet who is who.\n    Set CHATDESK_DIRECTORY, or write to chatdesk" in done.output
    assert not (world.folder / "none.db").exists()


async def test_a_database_in_a_folder_that_is_not_there_names_folder_and_setting(world: DoctorWorld) -> None:
    world.set("CHATDESK_DATABASE_URL", "sqlite:////nope/dir/a.db")
    [(_, what, to_do)] = [one for one in await world.wrong() if one[0] == "database"]
    assert what == "CHATDESK_DATABASE_URL: sqlite:////nope/dir/a.db cannot be opened, as there is no folder /nope/dir."
    assert to_do == "Make the folder, or correct the path."


async def test_a_set_up_that_was_left_says_what_is_missing(world: DoctorWorld) -> None:
    world.unset("CHATDESK_DIRECTORY")
    with world.store.writing() as tx:
        tx.execute(channels.delete().where(channels.c.name == "vp"))
    [(area, what, to_do), *_] = await world.wrong()
    assert (area, what) == ("directory", "The set-up is not over; what is missing: a channel for escalations.")
    assert to_do.startswith("An administrator writes to chatdesk in a direct message")
