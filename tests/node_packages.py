"""The JavaScript packages of tests/node. Without them a test is skipped aloud, or fails where they are required."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import NoReturn

import pytest

NODE_FOLDER = Path(__file__).parent / "node"


def node_package(name: str) -> Path:
    """The folder of an installed package. Only its files are needed: Node itself need not be there."""
    path = NODE_FOLDER / "node_modules" / name
    if not (path / "package.json").is_file():
        _not_tried(f"{name} IS NOT INSTALLED (make node)")
    return path


def node() -> str:
    """Where Node is."""
    path = shutil.which("node")
    if path is None:
        _not_tried("NO NODE ON THIS MACHINE")
    return path


def _not_tried(why: str) -> NoReturn:
    if os.environ.get("CHATDESK_REQUIRE_NODE") == "1":
        pytest.fail(f"CHATDESK_REQUIRE_NODE=1, but {why}")
    pytest.skip(f"{why}: NOT TRIED AGAINST THE PLATFORM'S OWN JAVASCRIPT")
