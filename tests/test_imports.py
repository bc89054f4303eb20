"""What import-linter (run by `make lint`) cannot say: whitelists, the clock, the environment."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "chatdesk"

# The standard library minus what talks to the world or to its clock.
PURE = sys.stdlib_module_names - {
    "logging",
    "os",
    "random",
    "secrets",
    "socket",
    "subprocess",
    "time",
    "uuid",
    "asyncio",
}

# Outside libraries by who may use them; everything under the named path may.
ALLOWED = {
    "core": set(),
    "cards": set(),
    "i18n.py": {"babel"},
    "policy_files": {"pydantic", "pydantic_core", "ruamel", "holidays"},
    "policy_check": set(),
    "policy_diff": set(),
    "simulation": {"rich"},
    "directory": {"pydantic", "pydantic_core", "ruamel"},
    "store": {"sqlalchemy", "alembic"},
    "heartbeat.py": {"apscheduler", "structlog"},
    "settings.py": {"pydantic", "pydantic_settings"},
    "adapters/web.py": {"aiohttp", "structlog"},
    "adapters/talk": {"structlog"},
    "adapters/paging": {"aiohttp"},
    "adapters/teams/package": set(),
    "playground": {"aiohttp", "ruamel"},
}


@pytest.mark.parametrize("part", ALLOWED)
def test_each_part_uses_only_the_libraries_it_may(part: str) -> None:
    used = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources(part)
        for name in imports(path)
        if name not in sys.stdlib_module_names and name != "chatdesk" and name not in ALLOWED[part]
    }
    assert not used


def test_the_bot_framework_s_sdk_is_met_in_two_files() -> None:
    """It gets no more fixes: what replaces it one day should meet no more of us than these."""
    met = {
        str(path.relative_to(PACKAGE))
        for path in sources(".")
        if {"botbuilder", "botframework", "msrest"} & set(imports(path))
    }
    assert met == {"adapters/teams/bot.py", "adapters/teams/connector.py"}


def test_the_core_uses_no_part_of_the_standard_library_that_reaches_outside() -> None:
    used = {
        f"{path.relative_to(ROOT)} imports {name}"
        for path in sources("core")
        for name in imports(path)
        if name != "chatdesk" and name not in PURE
    }
    assert not used


def test_no_rule_asks_what_time_it_is() -> None:
    """`now` is an argument or an injected clock; only the composition root, the heartbeat's sleeping, and the
    playground's network time-outs read the wall."""
    may = {"app.py", "heartbeat.py", "cli.py", "cli_policy.py", "cli_policy_check.py", "cli_policy_new.py"}
    asked = {
        f"{path.relative_to(ROOT)}:{node.lineno} {ast.unparse(node.func)}()"
        for path in sources(".")
        if path.relative_to(PACKAGE).parts[0] not in may | {"playground", "demo"}
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func) in ("datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.today")
    }
    assert not asked


def test_only_the_settings_read_the_environment() -> None:
    read = {
        str(path.relative_to(ROOT))
        for path in sources(".")
        if "os.environ" in path.read_text() or "os.getenv" in path.read_text() or "getenv(" in path.read_text()
    }
    assert not read - {"chatdesk/settings.py"}


def test_no_banned_word_names_a_module_or_a_class() -> None:
    banned = ("manager", "service", "helper", "util", "handler", "processor")
    named = {
        name
        for path in sources(".")
        for name in [path.stem, *(n.name for n in ast.walk(ast.parse(path.read_text())) if isinstance(n, ast.ClassDef))]
        if any(word in name.lower() for word in banned)
    }
    assert not named


def test_no_file_grows_past_what_is_read_in_one_go() -> None:
    """Past 250 lines a file is split by its nouns. Whoever is let off stands here, with the reason."""
    may = {
        "core/policy.py": "a policy's whole vocabulary: plain values, read together",
    }
    long = {
        str(path.relative_to(PACKAGE))
        for path in sources(".")
        # A migration is written once, in one piece, and never grows.
        if "versions" not in path.parts and len(path.read_text().splitlines()) > 250
    }
    assert not long - may.keys()
    assert not may.keys() - long, "no longer past 250 lines: take it off the list"


def sources(part: str) -> Iterator[Path]:
    where = PACKAGE / part
    files = [where] if where.suffix == ".py" else sorted(where.rglob("*.py"))
    assert files, f"there is no chatdesk/{part}: mend the table above"
    yield from files


def imports(path: Path) -> Iterator[str]:
    """The top-level names of what a file imports; its own package's relative imports left out."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            yield node.module.split(".")[0]
