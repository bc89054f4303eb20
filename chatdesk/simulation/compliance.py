"""The picture of how many promises were kept, for each severity."""

from __future__ import annotations

from itertools import groupby

from chatdesk.policy_files import span_words
from chatdesk.simulation.figures import Fate, Figures, Row
from chatdesk.simulation.labels import metric_words, severity_words
from chatdesk.simulation.svg import FAINT, INK, KEPT, LINE, MISSED, OPEN, box, line, picture, shortened, text

_WIDTH, _LEFT, _RIGHT, _ROW, _HEAD = 920.0, 330.0, 200.0, 26.0, 64.0
_COLOURS = ((Fate.KEPT, KEPT, "kept"), (Fate.MISSED, MISSED, "missed"), (Fate.OPEN, OPEN, "still running"))


def compliance_picture(figures: Figures) -> str:
    """A bar a promise, grouped by severity. Its length is all that came of it, in shares."""
    parts = [text(20, 30, "Promises kept, by severity", size=17, bold=True), *_legend()]
    y = _HEAD
    for severity, rows in groupby(figures.sorted_rows(), key=lambda row: row[0]):
        label = severity_words(figures.policy, severity)
        parts += [line(20, y, _WIDTH - 20, y, LINE), text(20, y + 22, shortened(label, 90), bold=True)]
        y += 32
        for _, target_id, row in rows:
            parts += _bar(figures, target_id, row, y)
            y += _ROW
        y += 12
    if not figures.rows:
        parts.append(text(20, y + 22, "No promise with a due time came up.", FAINT))
        y += 40
    return picture(_WIDTH, y + 8, f"Promises kept by severity, {figures.cases} cases", parts)


def _bar(figures: Figures, target_id: str, row: Row, y: float) -> list[str]:
    target = figures.policy.target(target_id)
    whole, at = sum(row.fates.values()), _LEFT
    room = _WIDTH - _LEFT - _RIGHT
    what = f"{metric_words(target.metric)}, {span_words(target.within)}{' (house)' if target.is_house else ''}"
    parts = [text(32, y + 14, shortened(what, 44), INK)]
    for fate, colour, word in _COLOURS:
        length = room * row.fates[fate] / whole
        parts.append(box(at, y + 2, length, _ROW - 9, colour, f"{row.fates[fate]} {word}") if length else "")
        at += length
    share = row.kept_share
    told = "none has ended" if share is None else f"{_percent(share)} of {whole - row.fates[Fate.OPEN]:,} kept"
    return [*parts, text(_LEFT + room + 12, y + 14, told, FAINT)]


def _percent(share: float) -> str:
    """Never rounded up to all, or down to none."""
    if 0 < share < 1:
        return f"{min(max(share, 0.001), 0.999):.1%}"
    return f"{share:.0%}"


def _legend() -> list[str]:
    parts: list[str] = []
    x = 20.0
    for _, colour, word in _COLOURS:
        parts += [box(x, 42, 12, 12, colour), text(x + 18, 52, word, FAINT)]
        x += 40 + 8 * len(word)
    return parts
