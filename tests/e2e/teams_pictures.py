"""Takes the README's pictures of Teams cards, drawn by the adaptivecards library in Chromium.

`python -m tests.e2e.teams_pictures` writes docs/images/teams-*.png; with a folder as its
argument, a picture of every kind of card to that folder. Look at each before committing it.
The library must be installed in tests/node.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from playwright.async_api import Page

from tests.adapters.teams.goldens import all_cards
from tests.e2e.pictures import IMAGES
from tests.playground.page_world import chromium

LIBRARY = Path(__file__).parents[1] / "node" / "node_modules" / "adaptivecards" / "dist" / "adaptivecards.min.js"
PAGE = Path(__file__).with_name("teams_cards.html")

# name, golden file, the card's name there, width in pixels
CARDS = (
    ("teams-case", "cases/escalated.json", "for engineers, en, 1", 760),
    ("teams-customer", "cases/new.json", "for customer, es, 1", 640),
    ("teams-brief", "notices/tier.raised.json", "to person, en, 3", 640),
    ("new", "cases/new.json", "for engineers, en, 1", 760),
    ("customer-owned", "cases/waiting.json", "for customer, en, 1", 640),
    ("proposed", "cases/escalation_proposed.json", "for engineers, en, 1", 760),
    ("severity-ask", "notices/severity.ask.json", "to customer, en, 1", 640),
    ("breach", "notices/clock.breached.json", "to engineers, en, 1", 640),
    ("open", "forms/en.json", "1 open", 600),
    ("open-mistake", "forms/en.json", "open, in a chat, with a mistake", 600),
    ("resolve", "forms/en.json", "12 resolve", 600),
    ("list", "answers/en.json", "4", 760),
    ("help", "answers/en.json", "8", 760),
    ("home", "answers/en.json", "11", 640),
    ("narrow", "cases/escalated.json", "for engineers, en, 1", 340),
)
README = 3


async def take(folder: Path, many: int) -> None:
    async with chromium() as windows:
        page = await (await windows.window(0)).new_page()
        await page.set_viewport_size({"width": 860, "height": 1200})
        for name, card, width in _chosen(many):
            await show(page, card, width)
            await page.locator("#post").screenshot(path=folder / f"{name}.png")


def _chosen(many: int) -> Iterator[tuple[str, dict[str, Any], int]]:
    for name, file, title, width in CARDS[:many]:
        yield name, all_cards()[file][title], width


async def show(page: Page, card: dict[str, Any], width: int = 640) -> None:
    """Draws a card; what is sent by its buttons collects in `sent` of the page."""
    await page.goto(PAGE.as_uri())
    await page.add_script_tag(path=str(LIBRARY))
    await page.evaluate("([card, width]) => show(card, width, '10:02')", [card, width])


if __name__ == "__main__":
    into, count = (Path(sys.argv[1]), len(CARDS)) if len(sys.argv) > 1 else (IMAGES, README)
    into.mkdir(parents=True, exist_ok=True)
    asyncio.run(take(into, count))
