"""What customer A's people do with /case, customer B's do without it: by mention, or by a button.

Driven from the verbs themselves: one that is new is tried here, and fails until it is said how.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import pytest
from sqlalchemy import create_engine, select

from chatdesk.adapters.talk.verb import Verb, Who
from chatdesk.adapters.talk.verbs import VERBS
from chatdesk.store.tables import cases, events
from tests.story import Actor, Story
from tests.teams_world import TeamsWorld

AT = "2026-03-06T11:20-05:00"
_THEIRS = [verb for verb in VERBS if verb.who in (Who.ANYONE, Who.CUSTOMERS)]

ROWS = "\nCódigo;Nombre;Correo del jefe;Vigente desde\nA1;Norte;jefe@harbor.example;2026-05-01"


@dataclass(frozen=True)
class Way:
    """How a verb comes to have something to do: `before` as "who: words", then its own `words`.

    A `button` stands for the verb where nobody can type it.
    """

    before: tuple[str, ...] = ()
    words: str = "{n}"
    policy: str = "catamarun"
    button: str = ""


_OPEN = "they: open The VPN is down"
_SOLVED = (_OPEN, "ours: severity {n} 2", "ours: resolve {n} A new router.")
_CLOSED = (*_SOLVED, "they: approve {n}")
_UNAUTHORISED = ("colleague: abrir The VPN is down",)
WAYS = {
    "open": Way(words="The VPN is down"),
    "list": Way(words=""),
    "show": Way(),
    "reply": Way((_OPEN,), words="{n} It is the gateway."),
    "severity": Way((_OPEN,), words="{n} 2"),
    "severity_set": Way((_OPEN,), button="P1 · Major impact"),
    "approve": Way(_SOLVED),
    "reject": Way(_SOLVED, words="{n} Still down."),
    "close": Way(_SOLVED),
    "reopen": Way(_CLOSED, words="{n} It is back."),
    "withdraw": Way((_OPEN,), words="{n} It was ours."),
    "date": Way((_OPEN,), words="{n} 2026-03-20 15:00", policy="c2-atom"),
    "date_accept": Way((_OPEN, "ours: date {n} 2026-03-20 15:00"), policy="c2-atom"),
    "date_decline": Way((_OPEN, "ours: date {n} 2026-03-20 15:00"), words="{n} Too late.", policy="c2-atom"),
    "authorise": Way(_UNAUTHORISED, policy="codify"),
    "dismiss": Way(_UNAUTHORISED, words="{n} We do it ourselves.", policy="codify"),
    "rate": Way(_CLOSED, words="{n} 5"),
    "uptime": Way(words="", policy="codify"),
    "figures": Way(words=""),
    "load": Way(words=ROWS, policy="codify"),
    "history": Way(_CLOSED, words=""),
    "explain": Way(),
    "hours": Way(words=""),
    "home": Way(words=""),
    "help": Way(words=""),
}


_NAMES = (
    ("BLUEPEAK", "HARBOR"),
    ("Bluepeak Media", "Harbor Grid"),
    ("Chloé Martin", "Ruth Adler"),
    ("@chatdesk ", "/case "),
)


@dataclass(frozen=True)
class Side:
    """One customer's people. `types` says that they have the command."""

    who: Actor
    colleague: Actor
    where: str
    prefix: str
    types: bool


def test_of_every_verb_of_theirs_it_is_said_how_they_come_to_it() -> None:
    assert {verb.name for verb in _THEIRS} == set(WAYS)


@pytest.mark.parametrize("verb", [verb for verb in _THEIRS if verb.build], ids=lambda verb: verb.name)
async def test_what_one_customer_does_by_command_the_other_does_without(desk_world, verb: Verb) -> None:
    way = WAYS[verb.name]
    world = await desk_world(way.policy, at=AT)
    a, b = _sides(world)
    by_command, without = await _does(world, a, verb, way), await _does(world, b, verb, way)
    if isinstance(world, TeamsWorld):
        # Nobody of another tenant can be written to first; that they were to be told is not what is tried here.
        world.teams.tenant.refused.clear()
    assert by_command, f"{verb.name} changed nothing: its way in WAYS does not lead there"
    assert without == by_command


@pytest.mark.parametrize("policy", sorted({WAYS[verb.name].policy for verb in _THEIRS if not verb.build}))
async def test_what_one_customer_reads_by_command_the_other_reads_without(desk_world, policy: str) -> None:
    world = await desk_world(policy, at=AT)
    a, b = _sides(world)
    for side in (a, b):
        await side.who.mention(side.where, "open The VPN is down")
    for verb in _THEIRS:
        if verb.build is None and WAYS[verb.name].policy == policy:
            by_command, without = await _reads(a, verb), await _reads(b, verb)
            assert by_command, f"{verb.name} is not answered"
            assert without == by_command, verb.name


def _sides(world: Story) -> tuple[Side, Side]:
    return (
        Side(world.customer, world.colleague, "#harbor-support", "HARBOR", types=True),
        Side(world.foreign_customer, world.person("diego"), "#bluepeak-support", "BLUEPEAK", types=False),
    )


async def _does(world: Story, side: Side, verb: Verb, way: Way) -> list[str]:
    """What the verb changed, by its events."""
    number = f"{side.prefix}-1"
    for step in way.before:
        whose, words = step.split(": ", 1)
        if whose == "ours":
            await world.engineer.slash("#case-desk", f"/case {words.format(n=number)}")
        else:
            who = side.colleague if whose == "colleague" else side.who
            await who.mention(side.where, words.format(n=number))
    happened = _events(world, number)
    await _gives(side, verb, way, number)
    return _events(world, number)[len(happened) :]


async def _reads(side: Side, verb: Verb) -> list[str]:
    """What is answered, told as if to customer A by command; only the times differ, by their zones."""
    way, number = WAYS[verb.name], f"{side.prefix}-1"
    before = side.who.reads(side.where).split("\n")
    await _gives(side, verb, way, number)
    told: list[str] = []
    for line in side.who.reads(side.where).split("\n"):
        if line in before:
            before.remove(line)
        elif line.strip() and not _is_asking(line) and "In threads there is no /case" not in line:
            told.append(_as_to_customer_a(line))
    return told


def _is_asking(line: str) -> bool:
    """What they said themselves: everybody reads a mention, and nobody a command."""
    return re.match(r"<@U0CHATDESK>|chatdesk \w+", line) is not None


def _as_to_customer_a(line: str) -> str:
    for theirs, ours in _NAMES:
        line = line.replace(theirs, ours)
    return re.sub(r"\d\d:\d\d \(\w+( \w+)? time\)", "then", line)


async def _gives(side: Side, verb: Verb, way: Way, number: str) -> None:
    if way.button:
        await side.who.click(way.button)
        return
    words = f"{verb.name.replace('_', ' ')} {way.words.format(n=number)}".strip()
    words = {"date accept": "aceptar fecha", "date decline": "rechazar fecha"}.get(words[:12].strip(), "") or words
    if not side.types:
        await side.who.mention(side.where, words)
        return
    await side.who.slash(side.where, f"/case {words}")
    if verb.name == "open":
        await side.who.submit({})


def _events(world: Story, number: str) -> list[str]:
    engine = create_engine(world.database_url)
    with engine.connect() as tx:
        found = tx.execute(
            select(events.c.type)
            .join(cases, cases.c.id == events.c.case_id)
            .where(cases.c.number == number)
            .order_by(events.c.seq)
        )
        types = list(found.scalars())
    engine.dispose()
    return types
