"""A copy of the tree in which protections are taken out, one at a time, and put back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.removal import ROOT, Removal, without

_LEFT_OUT = (".git", ".venv*", "node_modules", ".mypy_cache", ".ruff_cache", ".hypothesis", ".pytest_cache", ".demo")
_SCHEMAS = ROOT.parent / "shared" / "schemas"


def copy_tree(folder: Path) -> Path:
    """The tree as it is now, in `folder`; files keep their times, so that compiled Python stays good."""
    copy = folder / "chatdesk"
    shutil.copytree(ROOT, copy, ignore=shutil.ignore_patterns(*_LEFT_OUT, "*.db", "*.db-*", "*.pyc.*"))
    modules = ROOT / "tests" / "node" / "node_modules"
    if modules.exists():
        (copy / "tests" / "node" / "node_modules").symlink_to(modules)
    return copy


@contextmanager
def taken_out(removal: Removal, copy: Path) -> Iterator[None]:
    """Within this the copy lacks the protection. Raises DoesNotApply."""
    broken = without(removal, copy)
    whole = {path: (path.read_text(encoding="utf-8"), path.stat()) for path in broken}
    for path, text in broken.items():
        path.write_text(text, encoding="utf-8")
    try:
        yield
    finally:
        for path, (text, times) in whole.items():
            path.write_text(text, encoding="utf-8")
            os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))


def environment(copy: Path) -> dict[str, str]:
    """The copy's chatdesk and tests come first; nothing compiled is kept of what is broken on purpose."""
    found = dict(os.environ) | {
        "PYTHONPATH": str(copy),
        "PYTHONDONTWRITEBYTECODE": "1",
        "CHATDESK_COPY": str(copy),
    }
    if _SCHEMAS.is_dir():
        found.setdefault("CHATDESK_SCHEMAS", str(_SCHEMAS))
    return found
