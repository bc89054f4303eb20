"""What the scenarios of every policy do alike. Due times and words are the scenario's own."""

from __future__ import annotations

import re
from dataclasses import replace

from tests.story import Story


def on_their_card(world: Story, number: str) -> list[str]:
    """The lines of the customer's card of a case as it is now."""
    return world.customer.text_of(world.card(number, world.customer)).splitlines()


def on_our_card(world: Story, number: str) -> list[str]:
    """The lines of the engineers' card of a case as it is now."""
    seen = [m for m in world.engineer.messages("#case-desk") if m.only_for is None]
    cards = [world.engineer.text_of(message).splitlines() for message in seen]
    # A linked case's card names this one too, further down.
    return next(lines for lines in cards if f"{number} · " in lines[0])


def in_their_thread(world: Story, number: str) -> str:
    """What the customer reads of a case, card and thread."""
    return world.customer.reads(world.card(number, world.customer))


def in_our_thread(world: Story, number: str) -> str:
    """What engineers read of a case, card and thread."""
    return world.engineer.reads(world.card(number))


def has_fact(lines: list[str], name: str) -> bool:
    """Does a card tell this fact at all?"""
    return any(line.startswith(f"{name}: ") for line in lines)


async def fix(world: Story, number: str, **entries: str) -> None:
    """An engineer resolves a case. `entries` are what the policy's form asks for besides the words."""
    await world.engineer.click("Resolve", world.card(number))
    await world.engineer.submit({"text": "It runs again.", **entries})


async def see_a_problem(world: Story, number: str, title: str) -> str:
    """An engineer opens a problem from a case in which it shows; its number."""
    await world.engineer.slash("#case-desk", f"/case problem {number} {title}")
    return re.search(rf"([A-Z]+-\d+) · {re.escape(title)}", world.engineer.reads("#case-desk")).group(1)


async def ask_for_worse(world: Story, number: str, severity: str) -> None:
    """The customer asks for another severity."""
    await world.customer.click("Change severity", world.card(number, world.customer))
    await world.customer.submit({"severity": severity})


async def buys(world: Story, policy: str, plan: str) -> None:
    """Harbor Grid has bought a plan: the directory says so, and it is read again."""
    customers = tuple(
        replace(customer, policy=policy, plan=plan) if customer.id == "harbor" else customer
        for customer in world.directory.customers
    )
    await world.app.run(world.app.desk.use_directory, replace(world.directory, customers=customers))
