"""Every card and form of the cards' stories as Teams' JSON. `python -m tests.adapters.teams.goldens` writes the files
anew; then read them.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from chatdesk.adapters.teams.render import Known, adaptive, form_card
from chatdesk.cards.model import Card, FieldOption
from chatdesk.cards.notices import KINDS
from chatdesk.core.places import Identity, MessageRef
from tests.adapters.teams.card_checks import JSON
from tests.cards.goldens import LANGUAGES, answer_cards, case_cards, cases, drawn_forms, notice_cards
from tests.cards.story import people

FOLDER = Path(__file__).parent / "golden"
PEOPLE = (FieldOption("dana", "Dana Reyes"), FieldOption("malik", "Malik Osei"))
ORIGIN = {"channel": "19:support@thread.tacv2"}

Told = TypeVar("Told")


@cache
def all_cards() -> Mapping[str, Mapping[str, JSON]]:
    """Adaptive Cards by file and by the name they have in it."""
    found = {f"notices/{kind}.json": _named(notice_cards(kind, hears_all=False)) for kind in KINDS}
    found |= {f"cases/{name}.json": _named(case_cards(view, hears_all=False)) for name, view in cases()}
    found |= {f"answers/{language}.json": _answers(language) for language in LANGUAGES}
    found |= {f"forms/{language}.json": _forms(language) for language in LANGUAGES}
    return found


def written(cards: Mapping[str, JSON]) -> str:
    """One element of a card a line: what changed is seen, and a file stays a few screens long."""
    parts = []
    for name, card in cards.items():
        body = ",\n".join(f"    {_line(element)}" for element in card["body"])
        rest = ",\n".join(f"   {_line(key)}: {_line(value)}" for key, value in card.items() if key != "body")
        parts.append(f' {_line(name)}: {{\n{rest},\n   "body": [\n{body}\n   ]\n }}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def on_teams(part: Told) -> Told:
    """The same with everybody's accounts in Teams."""
    if isinstance(part, Identity):
        return dataclasses.replace(part, platform="teams")
    if isinstance(part, tuple):
        return tuple(on_teams(each) for each in part)  # type: ignore[return-value]
    if dataclasses.is_dataclass(part) and not isinstance(part, type | MessageRef):
        changed: dict[str, Any] = {each.name: on_teams(getattr(part, each.name)) for each in dataclasses.fields(part)}
        return type(part)(**changed)
    return part


def known(language: str) -> Known:
    """Everybody of the stories has an address."""
    addresses = {on_teams(one): f"29:{name}" for name, person in people().items() for one in person.identities}
    return Known(addresses, PEOPLE, language=language)


def _named(cards: Iterator[tuple[str, str, Card]]) -> dict[str, JSON]:
    found: dict[str, JSON] = {}
    for name, language, card in cards:
        count = sum(1 for each in found if each.startswith(f"{name}, {language}")) + 1
        found[f"{name}, {language}, {count}"] = adaptive(on_teams(card), known(language))
    return found


def _answers(language: str) -> dict[str, JSON]:
    return {
        f"{at}": adaptive(on_teams(card), known(language))
        for at, card in enumerate(answer_cards(language, hears_all=False))
    }


def _forms(language: str) -> dict[str, JSON]:
    """Each as a dialog; the first ones also as a card in a chat, sent with mistakes."""
    found: dict[str, JSON] = {}
    for at, form in enumerate(drawn_forms(language, hears_all=False)):
        found[f"{at} {form.verb}"] = form_card(form, ORIGIN, known(language), is_dialog=True)
    opening, *_ = drawn_forms(language, hears_all=False)
    found["open, in a chat, with a mistake"] = form_card(
        opening,
        ORIGIN,
        known(language),
        values={"title": "VPN *down*", "description": "Since 10:00 </at> `nobody` can log in", "severity": "1"},
        errors={"title": "Too short: “VPN *down*”", "severity": "No such severity."},
        remark="Nothing was opened yet.",
        is_dialog=False,
    )
    return found


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


if __name__ == "__main__":
    for name, cards in all_cards().items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(written(cards), encoding="utf-8")
