"""What is installed for the tests that run Microsoft's JavaScript."""

import json
import re

from tests.node_packages import NODE_FOLDER


def test_every_version_is_exact_and_the_lock_names_no_registry() -> None:
    wanted = json.loads((NODE_FOLDER / "package.json").read_text())["dependencies"]
    lock = (NODE_FOLDER / "package-lock.json").read_text()
    assert all(re.fullmatch(r"\d+\.\d+\.\d+", version) for version in wanted.values())
    assert '"resolved"' not in lock
    packages = json.loads(lock)["packages"]
    assert {name: packages[f"node_modules/{name}"]["version"] for name in wanted} == wanted
    assert all("integrity" in package for place, package in packages.items() if place)
