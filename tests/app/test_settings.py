"""Settings: what is missing or wrong is told in one line that says what to do."""

from pathlib import Path

import pytest

from chatdesk.settings import Settings, SettingsError, StoreSettings, read_settings

NAMES = (
    "CHATDESK_DATABASE_URL",
    "CHATDESK_POLICIES",
    "CHATDESK_DIRECTORY",
    "CHATDESK_ADMINS",
    "CHATDESK_SHADOW_CHANNEL",
    "CHATDESK_HOST",
    "CHATDESK_PAGING_SECRET",
    "CHATDESK_SMTP_URL",
    "CHATDESK_SMTP_FROM",
    "CHATDESK_PORT",
    "SLACK_BOT_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_APP_TOKEN",
    "CHATDESK_SLACK_API_URL",
    "MICROSOFT_APP_ID",
    "MICROSOFT_APP_PASSWORD",
    "MICROSOFT_APP_CERTIFICATE",
    "MICROSOFT_APP_CERTIFICATE_KEY",
    "MICROSOFT_APP_MANAGED_IDENTITY",
    "MICROSOFT_APP_TENANT_ID",
    "CHATDESK_TEAMS_TENANTS",
    "CHATDESK_TEAMS_ISSUERS",
)
APP_ID = "6f1e2d3c-0000-4000-8000-0000000000aa"
TENANT = "6f1e2d3c-0000-4000-8000-00000000000a"


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


@pytest.fixture
def teams(environment: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Teams alone."""
    environment.delenv("SLACK_BOT_TOKEN")
    environment.delenv("SLACK_SIGNING_SECRET")
    environment.setenv("MICROSOFT_APP_ID", APP_ID)
    environment.setenv("MICROSOFT_APP_PASSWORD", "s3cret")
    environment.setenv("MICROSOFT_APP_TENANT_ID", TENANT)
    return environment


def refusal() -> list[str]:
    with pytest.raises(SettingsError) as refused:
        read_settings(Settings)
    return str(refused.value).splitlines()


def test_three_settings_are_enough_for_a_start() -> None:
    settings = read_settings(Settings)
    assert settings.database_url == "sqlite:///chatdesk.db"
    assert (settings.host, settings.port) == ("127.0.0.1", 8080)
    assert settings.slack_api_url == "https://slack.com/api/"
    assert settings.policies is None


@pytest.mark.parametrize("name", ["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"])
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
        ("CHATDESK_ADMINS", "dana", "'dana' is no account"),
        ("CHATDESK_ADMINS", "slack:U0DANA,teams:dana", "'teams:dana' is no account"),
        ("CHATDESK_PORT", "http", "is no whole number"),
        ("CHATDESK_PORT", "65536", "is out of range"),
        ("SLACK_BOT_TOKEN", "xapp-1", "is no bot token"),
        ("SLACK_APP_TOKEN", "xoxb-1", "is no app-level token (those start with xapp-)"),
        ("CHATDESK_SLACK_API_URL", "slack.com/api", "is no http(s) address"),
        ("CHATDESK_SLACK_API_URL", "http://127.0.0.1:88x/api/", "is no http(s) address"),
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


def test_over_a_socket_no_signing_secret_is_needed(environment: pytest.MonkeyPatch) -> None:
    environment.setenv("SLACK_APP_TOKEN", "xapp-1-2")
    environment.delenv("SLACK_SIGNING_SECRET")
    assert read_settings(Settings).slack_app_token.get_secret_value() == "xapp-1-2"
    environment.delenv("SLACK_BOT_TOKEN")
    assert refusal() == [
        "SLACK_BOT_TOKEN: is not set; copy the Bot User OAuth Token (xoxb-…) from your Slack app's page "
        "OAuth & Permissions"
    ]


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


def test_teams_alone_needs_an_app_its_tenant_and_a_credential(teams: pytest.MonkeyPatch) -> None:
    settings = read_settings(Settings)
    assert settings.slack_bot_token is None
    assert settings.allowed_tenants == {TENANT}
    assert settings.teams_issuers == set()
    assert "s3cret" not in repr(settings)


def test_both_may_be_served_together(teams: pytest.MonkeyPatch) -> None:
    teams.setenv("SLACK_BOT_TOKEN", "xoxb-1-2")
    teams.setenv("SLACK_SIGNING_SECRET", "s3cret")
    settings = read_settings(Settings)
    assert settings.slack_bot_token is not None
    assert settings.microsoft_app_id == APP_ID


def test_somebody_must_be_served(teams: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        if name.startswith("MICROSOFT"):
            teams.delenv(name, raising=False)
    (line,) = refusal()
    assert line.startswith("SLACK_BOT_TOKEN: is not set, nor is MICROSOFT_APP_ID")


def test_further_tenants_are_listed_with_commas(teams: pytest.MonkeyPatch) -> None:
    further = "6F1E2D3C-0000-4000-8000-0000000000C0"
    teams.setenv("CHATDESK_TEAMS_TENANTS", f" {further} ,")
    assert read_settings(Settings).allowed_tenants == {TENANT, further.lower()}


@pytest.mark.parametrize(
    ("changes", "lines"),
    [
        ({"MICROSOFT_APP_ID": None}, ["MICROSOFT_APP_ID: is not set, though MICROSOFT_APP_PASSWORD is; copy the"]),
        ({"MICROSOFT_APP_TENANT_ID": None}, ["MICROSOFT_APP_TENANT_ID: is not set, though MICROSOFT_APP_ID is; copy"]),
        (
            {"MICROSOFT_APP_PASSWORD": None},
            ["MICROSOFT_APP_PASSWORD: is not set; set it to a client secret's value, or"],
        ),
        (
            {"MICROSOFT_APP_MANAGED_IDENTITY": "yes"},
            ["MICROSOFT_APP_MANAGED_IDENTITY: is a second credential beside MICROSOFT_APP_PASSWORD: keep exactly one"],
        ),
        (
            {"MICROSOFT_APP_PASSWORD": None, "MICROSOFT_APP_MANAGED_IDENTITY": "perhaps"},
            ["MICROSOFT_APP_MANAGED_IDENTITY: is neither yes nor no"],
        ),
        (
            {"MICROSOFT_APP_PASSWORD": None, "MICROSOFT_APP_CERTIFICATE": "chatdesk/app.py"},
            ["MICROSOFT_APP_CERTIFICATE_KEY: is not set, though its other half is; set it to the path of a PEM file"],
        ),
        (
            {
                "MICROSOFT_APP_PASSWORD": None,
                "MICROSOFT_APP_CERTIFICATE": "nowhere.pem",
                "MICROSOFT_APP_CERTIFICATE_KEY": "chatdesk/app.py",
            },
            ["MICROSOFT_APP_CERTIFICATE: there is no file nowhere.pem; set it to the path of a PEM file"],
        ),
        ({"MICROSOFT_APP_ID": "chatdesk"}, ["MICROSOFT_APP_ID: 'chatdesk' is no id of Microsoft"]),
        ({"MICROSOFT_APP_TENANT_ID": "northwind.com"}, ["MICROSOFT_APP_TENANT_ID: 'northwind.com' is no id of Micros"]),
        ({"CHATDESK_TEAMS_TENANTS": f"{TENANT},harbor"}, ["CHATDESK_TEAMS_TENANTS: 'harbor' is no id of Microsoft"]),
        (
            {"SLACK_SIGNING_SECRET": "s3cret", "MICROSOFT_APP_TENANT_ID": None},
            ["SLACK_BOT_TOKEN: is not set; copy", "MICROSOFT_APP_TENANT_ID: is not set"],
        ),
    ],
)
def test_teams_half_set_up_is_refused_with_what_to_do(
    teams: pytest.MonkeyPatch, changes: dict[str, str | None], lines: list[str]
) -> None:
    for name, value in changes.items():
        if value is None:
            teams.delenv(name)
        else:
            teams.setenv(name, value)
    told = refusal()
    assert len(told) == len(lines), told
    assert all(line.startswith(begins) for line, begins in zip(told, lines, strict=True)), told
    assert all("; " in line for line in told)


@pytest.mark.parametrize("off", ["no", "false", "0"])
def test_a_managed_identity_that_is_switched_off_is_none(teams: pytest.MonkeyPatch, off: str) -> None:
    teams.setenv("MICROSOFT_APP_MANAGED_IDENTITY", off)
    assert read_settings(Settings).microsoft_app_managed_identity is False


def test_every_setting_is_documented() -> None:
    documented = (Path(__file__).parents[2] / "docs" / "operations.md").read_text()
    names = {str(field.validation_alias) for field in Settings.model_fields.values()}
    assert names == set(NAMES)
    assert not [name for name in names if f"`{name}`" not in documented]


def test_with_the_bot_token_alone_both_ways_are_named(environment: pytest.MonkeyPatch) -> None:
    environment.delenv("SLACK_SIGNING_SECRET")
    [line] = refusal()
    assert line.startswith("SLACK_SIGNING_SECRET: is not set; copy the Signing Secret")
    assert "or for Socket Mode set SLACK_APP_TOKEN" in line
