"""Settings: what is missing or wrong is told in one line that says what to do."""

from pathlib import Path

import pytest

from chatdesk.settings import Settings, SettingsError, StoreSettings, read_settings

NAMES = (
    "CHATDESK_DATABASE_URL",
    "CHATDESK_POLICIES",
    "CHATDESK_DIRECTORY",
    "CHATDESK_HOST",
    "CHATDESK_PORT",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "CHATDESK_SLACK_API_URL",
)


@pytest.fixture(autouse=True)
def environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    directory = tmp_path / "directory.yml"
    directory.touch()
    monkeypatch.setenv("CHATDESK_DIRECTORY", str(directory))
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1-2")
    monkeypatch.setenv("SLACK_SIGNING_SECRET", "s3cret")
    return monkeypatch


def test_three_settings_are_enough_for_a_start() -> None:
    settings = read_settings(Settings)
    assert settings.database_url == "sqlite:///chatdesk.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.policies is None


@pytest.mark.parametrize("name", ["CHATDESK_DIRECTORY", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"])
@pytest.mark.parametrize("value", [None, ""])
def test_a_missing_setting_is_named(environment: pytest.MonkeyPatch, name: str, value: str | None) -> None:
    if value is None:
        environment.delenv(name)
    else:
        environment.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings(Settings)
    assert str(refused.value).startswith(f"{name}: is not set; ")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "what"),
    [
        ("CHATDESK_DATABASE_URL", "mysql://root@host/db", "names the unknown database 'mysql'"),
        ("CHATDESK_DATABASE_URL", "chatdesk.db", "names the unknown database 'chatdesk.db'"),
        ("CHATDESK_POLICIES", "nowhere/at/all", "there is no folder nowhere/at/all"),
        ("CHATDESK_DIRECTORY", "nowhere.yml", "there is no file nowhere.yml"),
        ("CHATDESK_PORT", "http", "is no whole number"),
        ("CHATDESK_PORT", "65536", "is out of range"),
        ("SLACK_BOT_TOKEN", "xapp-1", "is no bot token"),
        ("CHATDESK_SLACK_API_URL", "slack.com/api", "is no http(s) address"),
    ],
)
def test_a_wrong_setting_is_named_with_what_is_wrong_and_what_to_do(
    environment: pytest.MonkeyPatch, name: str, value: str, what: str
) -> None:
    environment.setenv(name, value)
    with pytest.raises(SettingsError) as refused:
        read_settings(Settings)
    line = str(refused.value)
    assert line.startswith(f"{name}: ")
    assert what in line
    assert "; " in line
    assert "\n" not in line


def test_an_empty_folder_of_policies_is_wrong(environment: pytest.MonkeyPatch, tmp_path: Path) -> None:
    environment.setenv("CHATDESK_POLICIES", str(tmp_path / "empty"))
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingsError, match=r"holds no \*\.yml file"):
        read_settings(Settings)


def test_every_wrong_setting_is_told_at_once(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("CHATDESK_PORT", "x")
    environment.delenv("SLACK_BOT_TOKEN")
    with pytest.raises(SettingsError) as refused:
        read_settings(Settings)
    assert [line.split(":")[0] for line in str(refused.value).splitlines()] == ["CHATDESK_PORT", "SLACK_BOT_TOKEN"]


def test_a_secret_is_not_told(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_BOT_TOKEN", "wrong-but-secret")
    with pytest.raises(SettingsError) as refused:
        read_settings(Settings)
    assert "wrong-but-secret" not in str(refused.value)
    environment.setenv("SLACK_BOT_TOKEN", "xoxb-secret")
    assert "xoxb-secret" not in repr(read_settings(Settings))
    assert "s3cret" not in repr(read_settings(Settings))


def test_settings_cannot_be_changed() -> None:
    settings = read_settings(Settings)
    with pytest.raises(ValueError, match="frozen"):
        settings.port = 1


def test_work_on_the_database_needs_no_slack(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SLACK_BOT_TOKEN")
    assert read_settings(StoreSettings).database_url == "sqlite:///chatdesk.db"
