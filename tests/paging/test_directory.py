"""`paging:` of directory.yml: pagers by name, never a secret; what is wrong is told with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from chatdesk.app import App, read_files, wall_clock
from chatdesk.core.pagers import Pager, PagerKind, pager_at
from chatdesk.directory import DirectoryError, read_directory
from chatdesk.settings import Settings, SettingsError

SHIPPED = Path("chatdesk/demo/directory.yml").read_text()
PAGING = """
paging:
  on_call:
    - pagerduty: ON_CALL
    - opsgenie: {key: GENIE, region: eu}
    - webhook: {url: "https://pager.example.com/hook?team=1", secret: HOOK}
  director:
    - email: [grace@example.com, deputy@example.com]
"""


def directory(folder: Path, paging: str = PAGING) -> Path:
    path = folder / "directory.yml"
    path.write_text(SHIPPED.replace("\npeople:\n", f"{paging}\npeople:\n", 1))
    return path


def test_every_kind_of_pager_is_read_and_found_again(tmp_path: Path) -> None:
    found = read_directory(directory(tmp_path)).pagers
    assert found == (
        ("on_call", Pager(PagerKind.PAGERDUTY, "us", "ON_CALL")),
        ("on_call", Pager(PagerKind.OPSGENIE, "eu", "GENIE")),
        ("on_call", Pager(PagerKind.WEBHOOK, "https://pager.example.com/hook?team=1", "HOOK")),
        ("director", Pager(PagerKind.EMAIL, "grace@example.com")),
        ("director", Pager(PagerKind.EMAIL, "deputy@example.com")),
    )
    assert [pager_at(pager.place) for _, pager in found] == [pager for _, pager in found]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("pagerduty: 0123456789abcdef0123456789abcdef", "'012…' names no secret; choose a name in capitals"),
        ("pagerduty: {key: ON_CALL, region: asia}", "'asia' is not known for 'region'"),
        ("pager: ON_CALL", "unknown key 'pager'; did you mean 'pagerduty'?"),
        ("{pagerduty: ON_CALL, email: a@example.com}", "names pagerduty and email; give each pager a '- ' line"),
        ("webhook: {url: 'http://pager.example.com/', secret: HOOK}", "is not encrypted"),
        ("webhook: {url: 'https://169.254.169.254/latest', secret: HOOK}", "a cloud's data about it"),
        ("webhook: {url: 'https://[fd00:ec2::254]/', secret: HOOK}", "a cloud's data about it"),
        ("webhook: {url: 'https://me:pw@pager.example.com/', secret: HOOK}", "holds a user"),
        ("webhook: {url: 'ftp://pager.example.com/', secret: HOOK}", "is no web address"),
        ("webhook: {url: 'https://pager.example.com/'}", "'secret:' is missing here"),
        ("email: grace at example.com", "'grace at example.com' is no e-mail address"),
        ("email: []", "needs at least one entry"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_without_the_secret(tmp_path: Path, entry: str, words: str) -> None:
    path = directory(tmp_path, f"\npaging:\n  on_call:\n    - {entry}\n")
    with pytest.raises(DirectoryError) as refused:
        read_directory(path)
    assert words in str(refused.value)
    assert "directory.yml:" in str(refused.value)
    assert "0123456789" not in str(refused.value)


def test_a_pager_beside_no_channel_and_one_named_twice_are_found(tmp_path: Path) -> None:
    twice = "\npaging:\n  oncall: [pagerduty: ON_CALL]\n  vp: [email: v@example.com, email: v@example.com]\n"
    with pytest.raises(DirectoryError) as refused:
        read_directory(directory(tmp_path, twice))
    assert "there is no channel 'oncall' to wake people for; did you mean 'on_call'?" in str(refused.value)
    assert "stands twice" in str(refused.value)


def test_a_start_without_the_secrets_is_refused_with_everything_that_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as refused:
        app(tmp_path, paging_secrets={"on_call": "k"})
    lines = str(refused.value).splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "CHATDESK_PAGING_SECRET_GENIE",
        "CHATDESK_PAGING_SECRET_HOOK",
        "CHATDESK_SMTP_URL",
        "CHATDESK_SMTP_FROM",
    ]
    assert "directory.yml wakes people of on_call with it; set it to the key of an Opsgenie API" in lines[0]


def test_a_start_with_them_serves_pagers_beside_the_platforms(tmp_path: Path) -> None:
    started = app(
        tmp_path,
        paging_secrets={"ON_CALL": "k", "GENIE": "g", "HOOK": "h"},
        smtp_url="smtp://mail.example.com",
        smtp_from="chatdesk@example.com",
    )
    assert set(started.fronts.senders) == {"slack", "paging"}


def test_secrets_come_from_the_environment_one_setting_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHATDESK_PAGING_SECRET_ON_CALL", "k_1")
    monkeypatch.setenv("CHATDESK_PAGING_SECRET_B", "k_2")
    found = Settings(slack_bot_token="xoxb-1", slack_signing_secret="s").paging_secrets
    assert {name: secret.get_secret_value() for name, secret in found.items()} == {"ON_CALL": "k_1", "B": "k_2"}
    assert "k_1" not in repr(found)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        (
            "CHATDESK_SMTP_URL",
            "mail.example.com:25",
            "CHATDESK_SMTP_URL: is no address of a mail server; set it to smtp",
        ),
        ("CHATDESK_SMTP_FROM", "chatdesk", "CHATDESK_SMTP_FROM: 'chatdesk' is no e-mail address; set it to"),
    ],
)
def test_a_wrong_setting_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, name, value, words) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        Settings(slack_bot_token="xoxb-1", slack_signing_secret="s")
    assert words in str(refused.value)


def app(folder: Path, **more: object) -> App:
    path = directory(folder)
    settings = Settings(
        database_url=f"sqlite:///{folder / 'chatdesk.db'}",
        directory=path,
        slack_bot_token="xoxb-1",
        slack_signing_secret="s",
        **more,
    )
    return App(settings, wall_clock, read_files(None, path))
