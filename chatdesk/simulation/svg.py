"""The few SVG elements that the pictures are made of, with everything escaped once, here."""

from __future__ import annotations

from html import escape

KEPT, MISSED, OPEN = "#1f7a8c", "#c8442d", "#aab4bd"
INK, FAINT, LINE = "#1d2733", "#5b6876", "#dde2e7"
WARNED, TIER = "#d99a1c", "#5a3e8e"
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif"


def picture(width: float, height: float, title: str, parts: list[str]) -> str:
    """A whole picture that scales with its frame; `title` is read out where it cannot be seen."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" '
        f'height="{_n(height)}" role="img" font-family="{_FONT}" font-size="13">'
        f"<title>{escape(title)}</title>"
        f'<rect width="100%" height="100%" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, hint: str = "") -> str:
    told = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(width, 0))}" height="{_n(height)}" '
        f'fill="{fill}" rx="2">{told}</rect>'
    )


def line(x1: float, y1: float, x2: float, y2: float, stroke: str, width: float = 1, dashes: str = "") -> str:
    dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
    return (
        f'<line x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}" stroke="{stroke}" '
        f'stroke-width="{_n(width)}"{dashed}/>'
    )


def dot(x: float, y: float, radius: float, fill: str, hint: str = "") -> str:
    told = f"<title>{escape(hint)}</title>" if hint else ""
    return f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}">{told}</circle>'


def text(
    x: float, y: float, words: str, fill: str = INK, anchor: str = "start", size: float = 13, bold: bool = False
) -> str:
    weight = ' font-weight="600"' if bold else ""
    return (
        f'<text x="{_n(x)}" y="{_n(y)}" fill="{fill}" text-anchor="{anchor}" font-size="{_n(size)}"{weight}>'
        f"{escape(words)}</text>"
    )


def shortened(words: str, most: int) -> str:
    """At most so many letters: in a picture nothing flows on."""
    return words if len(words) <= most else f"{words[: most - 1].rstrip()}…"


def _n(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")
