"""Everything a simulation says as one page that needs nothing beside itself."""

from __future__ import annotations

from html import escape

from chatdesk.simulation.compliance import compliance_picture
from chatdesk.simulation.figures import Figures
from chatdesk.simulation.labels import plural, role_words
from chatdesk.simulation.playing import Played
from chatdesk.simulation.svg import INK, KEPT, MISSED, OPEN, TIER, WARNED
from chatdesk.simulation.timeline import timeline_picture

_STYLE = f"""
body {{ font: 15px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, Arial, sans-serif; color: {INK};
       max-width: 960px; margin: 2rem auto; padding: 0 1rem; background: #f6f7f9; }}
h1 {{ font-size: 1.5rem; margin-bottom: .25rem; }} h2 {{ font-size: 1.15rem; margin-top: 2rem; }}
figure {{ margin: 1rem 0; padding: .5rem; background: #fff; border: 1px solid #dde2e7; border-radius: 8px;
          overflow-x: auto; }}
figure svg {{ display: block; max-width: 100%; height: auto; }}
table {{ border-collapse: collapse; background: #fff; }}
th, td {{ text-align: left; padding: .3rem .8rem; border: 1px solid #dde2e7; }}
td.n {{ text-align: right; font-variant-numeric: tabular-nums; }}
.key span {{ display: inline-block; margin-right: 1.2rem; }}
.key i {{ display: inline-block; width: .8rem; height: .8rem; margin-right: .35rem; border-radius: 2px; }}
"""
_KEY = (
    (KEPT, "in time"),
    (MISSED, "missed"),
    (OPEN, "still running at the end"),
    (WARNED, "warned"),
    (TIER, "a tier was told"),
)


def report_page(figures: Figures, drawn: list[Played], left_out: int, about: str) -> str:
    """`about` says what was played; `drawn` are the cases with a timeline, `left_out` how many have none."""
    title = escape(figures.policy.title.in_language("en"))
    timelines = "".join(f"<figure>{timeline_picture(one, figures.policy, figures.until)}</figure>" for one in drawn)
    key = "".join(f'<span><i style="background:{colour}"></i>{escape(words)}</span>' for colour, words in _KEY)
    rest = f"<p>{plural(left_out, 'more case')} without a picture: those drawn missed the most.</p>" if left_out else ""
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Simulation: {title}</title><style>{_STYLE}</style></head><body>"
        f"<h1>{title}</h1><p>{escape(about)}</p>"
        f"<figure>{compliance_picture(figures)}</figure>{_tiers(figures)}"
        f'<h2>Case by case</h2><p class="key">{key}<span>| due</span></p>{timelines}{rest}'
        "</body></html>\n"
    )


def _tiers(figures: Figures) -> str:
    if not figures.tiers:
        return "<h2>Tiers</h2><p>No tier was told.</p>"
    rows = "".join(
        f'<tr><td class="n">{number}</td><td class="n">{tier.times:,}</td><td class="n">{tier.cases:,}</td>'
        f"<td>{escape(', '.join(role_words(figures.policy, role) for role in tier.told) or 'nobody')}</td></tr>"
        for number, tier in sorted(figures.tiers.items())
    )
    return (
        "<h2>Tiers</h2><table><thead><tr><th>Tier</th><th>Times told</th><th>Cases</th><th>Who</th></tr></thead>"
        f"<tbody>{rows}</tbody></table>"
    )
