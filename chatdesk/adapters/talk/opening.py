"""What stands before the title when a case is opened by words: for whom, by which way it came, how bad it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chatdesk.adapters.talk.spoken import MARK

_WAYS = {
    "phone": "phone",
    "telephone": "phone",
    "call": "phone",
    "telefono": "phone",
    "teléfono": "phone",
    "llamada": "phone",
    "email": "email",
    "e-mail": "email",
    "mail": "email",
    "correo": "email",
    "portal": "portal",
    "monitoring": "monitoring",
    "monitoreo": "monitoring",
    "web": "portal",
    "chat": "chat",
}
_FOR_WHOM = r"(?:for|para|por|on behalf of|en nombre de|de parte de)\s+"
_FOR = re.compile(_FOR_WHOM + MARK.pattern + r"[\s:,-]*", re.IGNORECASE)
# An @name that is no mention: the platform knows nobody of that name here.
_FOR_NAME = re.compile(_FOR_WHOM + r"(@[^\s:,]+)[\s:,-]*", re.IGNORECASE)
_VIA = re.compile(rf"(?:via|vía|by|por|through)\s+({'|'.join(_WAYS)})\b[\s:,-]*", re.IGNORECASE)
_SEVERITY = re.compile(
    r"(?:(?:with\s+|con\s+)?(?:severity|severidad|sev|priority|prioridad)\s*[:=]?\s*#?(\d{1,2})|[ps](\d))\b[\s:,-]*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Opening:
    """`for_mark` is the place of the mention of whom it is for, `for_name` what somebody wrote who mentioned nobody.

    `title` is all that is left.
    """

    title: str
    for_mark: int | None = None
    for_name: str | None = None
    via: str | None = None
    severity: str | None = None


def read_opening(words: str) -> Opening:
    """Takes `for @somebody`, `via phone` and `severity 2` off the start of `words`, each once, in any order."""
    rest = words.strip()
    found: dict[str, str] = {}
    taken = True
    while taken:
        taken = False
        for key, pattern in (("for", _FOR), ("name", _FOR_NAME), ("via", _VIA), ("severity", _SEVERITY)):
            match = pattern.match(rest) if key not in found else None
            if match:
                found[key] = next(group for group in match.groups() if group)
                rest = rest[match.end() :]
                taken = True
    return Opening(
        title=rest.strip(),
        for_mark=int(found["for"]) if "for" in found else None,
        for_name=found.get("name"),
        via=_WAYS[found["via"].lower()] if "via" in found else None,
        severity=found.get("severity"),
    )
