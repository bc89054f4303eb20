"""Golden files: the JSON that a renderer gave when somebody last read and approved it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent / "golden"


def assert_golden(name: str, rendered: dict[str, Any]) -> None:
    """Compares with golden/<name>.json; CHATDESK_WRITE_GOLDEN=1 writes it instead, to be read before it is kept."""
    path = _FOLDER / f"{name}.json"
    text = json.dumps(rendered, indent=1, ensure_ascii=False) + "\n"
    if os.environ.get("CHATDESK_WRITE_GOLDEN"):
        path.write_text(text, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == text
