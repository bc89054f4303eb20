"""A card in the hands of one person: what it shows them, what they typed into it, what they can press."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.teams_peer.reading import JSON, is_visible, plain, words_of

CARD = "application/vnd.microsoft.card.adaptive"


class NotThere(AssertionError):
    """What a test looked for is not shown to this person; the message lists what is."""


class Sheet:
    """`card` is the JSON that chatdesk sent. Nothing here goes over the wire."""

    def __init__(self, card: JSON, zone: str) -> None:
        self.card = card
        self.entered: dict[str, str] = {}
        self._zone = zone
        self._toggled: dict[str, bool] = {}

    @property
    def text(self) -> str:
        return "\n".join(line for line in words_of(self.card, self._zone, self._toggled) if line)

    @property
    def inputs(self) -> list[JSON]:
        return [part for part in self._parts() if str(part.get("type", "")).startswith("Input.")]

    @property
    def labels(self) -> tuple[str, ...]:
        return tuple(str(part.get("label", "")) for part in self.inputs)

    @property
    def actions(self) -> list[JSON]:
        """What can be pressed now, in order; what stands in a menu of further actions included."""
        return [part for part in self._parts() if str(part.get("type", "")).startswith("Action.")]

    @property
    def errors(self) -> dict[str, str]:
        """The remarks in the colour of attention, by the id of the input they stand under."""
        found: dict[str, str] = {}
        last = ""
        for part in self._parts():
            if str(part.get("type", "")).startswith("Input."):
                last = str(part["id"])
            elif part.get("type") == "TextBlock" and str(part.get("color", "")).lower() == "attention":
                found[last] = plain(part["text"], self._zone)
        return found

    @property
    def sends(self) -> JSON | None:
        """The action that sends this card as a form, if it is one."""
        return next((a for a in self.actions if "send" in data_of(a) and "redraw" not in data_of(a)), None)

    @property
    def redraws(self) -> JSON | None:
        return next((action for action in self.actions if data_of(action).get("redraw") == "yes"), None)

    def action(self, what: str) -> JSON | None:
        """By its title or its verb."""
        there = self.actions
        by_title = [action for action in there if action.get("title") == what]
        return next(iter(by_title or [action for action in there if _verb(action) == what]), None)

    def enter(self, name: str, value: Any) -> None:
        """Fills in an input, found by its label or id; an option is named by its words or its value."""
        part = self.input(name)
        self.entered[str(part["id"])] = _value(part, value)

    def input(self, name: str) -> JSON:
        for part in self.inputs:
            label = str(part.get("label", ""))
            if name in (part["id"], label, label.removesuffix(" *")) or label.startswith(f"{name} ("):
                return part
        raise NotThere(f"no input {name!r}; there is {[(p['id'], p.get('label')) for p in self.inputs]}")

    def values(self) -> dict[str, str]:
        """What is sent: every input's value, filled in or as it was drawn, hidden ones too."""
        drawn = {
            str(part["id"]): str(part.get("value") or "")
            for part in self._parts(also_hidden=True)
            if str(part.get("type", "")).startswith("Input.")
        }
        return drawn | self.entered

    def refusals(self) -> dict[str, str]:
        """What Teams itself refuses before anything is sent."""
        values = self.values()
        return {
            str(part["id"]): str(part.get("errorMessage", "required"))
            for part in self.inputs
            if (part.get("isRequired") and not values[str(part["id"])].strip())
            or len(values[str(part["id"])]) > int(part.get("maxLength", 1_000_000))
        }

    def toggle(self, action: JSON) -> list[JSON]:
        """Shows and hides what a ToggleVisibility names; the actions that appeared."""
        before = [id(shown) for shown in self.actions]
        for target in action["targetElements"]:
            name, wanted = (target, None) if isinstance(target, str) else (target["elementId"], target.get("isVisible"))
            named = [part for part in self._parts(also_hidden=True) if part.get("id") == name]
            if not named:
                raise NotThere(f"nothing on the card is called {name!r}")
            self._toggled[name] = (not is_visible(named[0], self._toggled)) if wanted is None else wanted
        return [shown for shown in self.actions if id(shown) not in before]

    def _parts(self, also_hidden: bool = False) -> Iterator[JSON]:
        yield from self._inside([*self.card.get("body", []), *self.card.get("actions", [])], also_hidden)

    def _inside(self, parts: list[JSON], also_hidden: bool) -> Iterator[JSON]:
        for part in parts:
            if not also_hidden and not is_visible(part, self._toggled):
                continue
            yield part
            for inner in ("items", "columns", "actions"):
                yield from self._inside(part.get(inner, []), also_hidden)


def data_of(action: JSON) -> JSON:
    data = action.get("data")
    return data if isinstance(data, dict) else {}


def _verb(action: JSON) -> str:
    data = data_of(action)
    return str(data.get("do") or data.get("ask") or data.get("send") or "")


def _value(part: JSON, entry: Any) -> str:
    if isinstance(entry, list | tuple):
        return ",".join(_value(part, item) for item in entry)
    if part["type"] != "Input.ChoiceSet":
        return str(entry)
    said = str(entry).removeprefix("@")
    there = part.get("choices", [])
    for choice in there:
        title = plain(choice["title"])
        # A choice's description stands behind its words.
        if said in (choice["value"], title) or title.startswith(f"{said}: "):
            return str(choice["value"])
    if "choices.data" in part:
        return said
    raise NotThere(f"no option {said!r}; there is {[choice['title'] for choice in there]}")
