"""Everything that a Codify customer ever reads: every kind of case, every step, every answer.

`python -m tests.scenarios.codify.walk [teams]` prints it, to be read by somebody who knows Spanish.
"""

from __future__ import annotations

import asyncio
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from structlog.testing import capture_logs

from chatdesk.playground import NotThere
from tests.story import Actor, Story
from tests.teams_world import TeamsWorld
from tests.world import World

CUSTOMERS, DESK, PRIVATE = "#harbor-support", "#case-desk", "@chatdesk"
THURSDAY = "2026-04-02T15:00-03:00"
ROWS = "Código;Nombre;Correo del jefe;Vigente desde\nA1;Norte;jefe@harbor.example;2026-05-01\nA2;Sur;;2026-05-01"
WRONG = "Código;Nombre;Correo del jefe;Vigente desde;Otra\nA1;;jefe;mañana\nA1;Sur;;2026-05-01"
NONE_DOWN = "No, todo está disponible"
LOOKS = ("ayuda", "lista", "horario", "historial", "cifras", "disponibilidad", "inicio", "xyzzy", "ver HARBOR-9")


class Walk:
    """`read` is what was on the customers' screens: forms and pages as they came, all messages at the end."""

    def __init__(self, world: Story) -> None:
        self.world = world
        self.read: list[str] = []
        self.ruth, self.camila = world.customer, world.colleague
        self.dana, self.priya = world.engineer, world.level_2

    async def begin(self) -> None:
        """Ruth and Camila speak Spanish, as everybody at a Codify customer does."""

        def theirs(customer: Any) -> Any:
            people = tuple(replace(one, language="es", zone="America/Santiago") for one in customer.people)
            moved = replace(customer, people=people, policy="codify", language="es", zone="America/Santiago")
            return moved if customer.id == "harbor" else customer

        directory = self.world.directory
        customers = tuple(theirs(customer) for customer in directory.customers)
        await self.world.app.run(self.world.app.desk.use_directory, replace(directory, customers=customers))

    async def types(self, who: Actor, words: str, where: str = CUSTOMERS, thread: Any = None) -> None:
        """A command; in private and in threads without the slash. What it opens is read."""
        if where == PRIVATE:
            await who.say(where, words)
        elif thread is not None:
            await who.mention(where, words, thread)
        else:
            await who.slash(where, f"/case {words}")
        self._look(who)

    async def clicks(self, who: Actor, label: str, message: Any, entries: Mapping[str, Any] | None = None) -> None:
        await who.click(label, message)
        self._look(who)
        if entries is not None:
            await self.sends(who, entries)

    async def sends(self, who: Actor, entries: Mapping[str, Any]) -> None:
        outcome = await who.submit(dict(entries))
        self.read += outcome.errors.values()
        self._look(who)

    async def opens(self, who: Actor, title: str, **entries: str) -> str:
        await self.types(who, f"open {title}")
        await self.sends(who, {key.replace("question_", "question."): value for key, value in entries.items()})
        return re.findall(r"\bHARBOR-\d+\b", who.reads(CUSTOMERS))[-1]

    async def ours(self, words: str, who: Actor | None = None) -> None:
        await (who or self.dana).slash(DESK, f"/case {words}")

    def card(self, number: str) -> Any:
        return self.world.card(number, self.ruth)

    def _look(self, who: Actor) -> None:
        if who not in (self.ruth, self.camila):
            return
        try:
            shown = who.modal()
        except NotThere:
            return
        if shown is not None:
            self.read.append("\n".join(["===== formulario", shown.title, shown.text, *shown.labels]))

    def everything(self) -> Iterator[str]:
        yield from self.read
        for who in (self.ruth, self.camila):
            for where in (CUSTOMERS, PRIVATE):
                yield f"===== {who.name} in {where}"
                yield who.reads(where)


async def walk(world: Story) -> Walk:
    """From the first question to the last answer, in the order of a long week."""
    walk = Walk(world)
    await walk.begin()
    for part in (_looks_around, _reports_and_follows, _rates_and_reopens, _down, _unauthorised, _loads, _the_rest):
        await part(walk)
    return walk


async def _looks_around(walk: Walk) -> None:
    for who in (walk.ruth, walk.camila):
        for words in LOOKS:
            await walk.types(who, words)
        for words in ("ayuda", "inicio", "no me funciona el correo", "ver", "cargar"):
            await walk.types(who, words, PRIVATE)
        page = await who.home()
        walk.read.append(f"===== inicio\n{page.text}")


async def _reports_and_follows(walk: Walk) -> None:
    number = await walk.opens(
        walk.ruth, "No se registran los turnos", reason="Falla en el registro", question_unavailable=NONE_DOWN
    )
    card = walk.card(number)
    await walk.ours(f"ack {number}", walk.priya)
    await walk.clicks(walk.ruth, "Agregar mensaje", card, {"text": "Pasa desde ayer."})
    await walk.camila.mention(CUSTOMERS, "A mí también me pasa.", card)
    await walk.ours(f"reply {number} ¿En qué sucursal?", walk.priya)
    await walk.ours(f"wait {number} customer Falta saber en qué sucursal.", walk.priya)
    await walk.types(walk.ruth, f"ver {number}")
    await walk.types(walk.ruth, "lista")
    await walk.types(walk.ruth, f"explicar {number}")
    await walk.types(walk.camila, f"explicar {number}")
    await walk.world.pass_("3d")
    await walk.types(walk.ruth, "En la de Valparaíso.", CUSTOMERS, card)
    await walk.ours(f"analysed {number}", walk.priya)
    await walk.types(walk.ruth, f"severidad {number} 1")
    await walk.types(walk.ruth, f"escalar {number}")
    await walk.types(walk.ruth, f"fecha {number} 2026-04-20 17:00")
    await walk.ours(f"date {number} 2026-04-21 12:00", walk.priya)
    await walk.types(walk.ruth, f"ver {number}")
    await walk.ours(f"external {number} JIRA-77", walk.priya)
    await walk.ours(f"workaround {number} Registre los turnos en la planilla.", walk.priya)
    await walk.ours(f"handoff {number} 3", walk.priya)
    await walk.ours(f"take {number}", walk.world.level_3)
    await walk.ours(f"escalate {number} El cliente está detenido.", walk.priya)
    await walk.ours(f"deescalate {number} Ya avanza.", walk.priya)
    await walk.types(walk.ruth, f"explicar {number}")
    await walk.priya.click("Resolve", walk.world.card(number))
    await walk.priya.submit({"text": "Se corrigió el perfil.", "means": "Configuration or profile"})
    await walk.types(walk.ruth, f"ver {number}")
    await walk.types(walk.camila, f"aprobar {number}")
    await walk.clicks(walk.ruth, "Sigue mal", walk.card(number), {"text": "En Viña sigue igual."})
    await walk.ours(f"reply {number} Revisamos Viña.", walk.priya)
    await walk.priya.click("Resolve", walk.world.card(number))
    await walk.priya.submit({"text": "Se corrigió también en Viña.", "means": "Data"})
    await walk.world.pass_("9d")
    await walk.clicks(walk.ruth, "Aprobar la solución", walk.card(number))


async def _rates_and_reopens(walk: Walk) -> None:
    number = "HARBOR-1"
    for who in (walk.ruth, walk.camila):
        await walk.types(who, f"calificar {number}")
    await walk.types(walk.ruth, f"calificar {number} 4 Rápido y claro.")
    await walk.types(walk.ruth, f"ver {number}")
    await walk.types(walk.ruth, "Gracias", CUSTOMERS, walk.card(number))
    await walk.types(walk.ruth, f"reabrir {number} Volvió a pasar.")
    await walk.types(walk.ruth, f"retirar {number} Fue un error nuestro.")
    await walk.types(walk.ruth, f"retirar {number}")
    await walk.types(walk.ruth, f"aprobar {number}")
    await walk.types(walk.ruth, "historial")
    await walk.types(walk.ruth, "cifras")


async def _down(walk: Walk) -> None:
    number = await walk.opens(walk.ruth, "Nada responde", question_unavailable="Sí, toda la aplicación")
    await walk.world.pass_("80m")
    await walk.types(walk.ruth, f"ver {number}")
    await walk.types(walk.camila, "disponibilidad")
    await walk.world.pass_("2h")
    await walk.ours(f"restored {number}")
    await walk.types(walk.ruth, "disponibilidad")
    await walk.types(walk.ruth, "disponibilidad 2026-03")
    await walk.ours(f"outage {number} degraded since 09:00")
    await walk.ours(f"restored {number} at 09:30")
    await walk.types(walk.ruth, "disponibilidad")
    await walk.dana.click("Resolve", walk.world.card(number))
    await walk.dana.submit({"text": "Se reinició la base.", "means": "Database object"})
    await walk.world.pass_("2d")
    await walk.types(walk.ruth, f"aprobar {number}")


async def _unauthorised(walk: Walk) -> None:
    first = await walk.opens(walk.camila, "Los turnos salen dobles", question_unavailable=NONE_DOWN)
    await walk.types(walk.camila, f"ver {first}")
    await walk.types(walk.camila, f"autorizar {first}")
    await walk.clicks(walk.ruth, "Es nuestro reporte", walk.card(first))
    second = await walk.opens(walk.camila, "El correo no llega", question_unavailable="Sí, una parte")
    await walk.clicks(walk.ruth, "No lo es", walk.card(second), {"text": "Lo vemos nosotros."})
    await walk.types(walk.camila, f"ver {second}")
    third = await walk.opens(walk.camila, "La planilla no abre", question_unavailable=NONE_DOWN)
    await walk.dana.click("They make it theirs", walk.world.card(third))
    await walk.dana.submit({"text": "Ruth Adler lo dijo por teléfono"})
    await walk.ours(f"link {third} {first}")
    await walk.ours(f"merge {third} {first}")
    await walk.ours(f"problem {first} Perfil duplicado")
    await walk.types(walk.camila, f"ver {third}")


async def _loads(walk: Walk) -> None:
    await walk.types(walk.ruth, "cargar")
    await walk.sends(walk.ruth, {"description": WRONG, "question.unavailable": NONE_DOWN})
    await walk.sends(walk.ruth, {"description": ROWS, "question.unavailable": NONE_DOWN})
    await walk.ruth.mention(CUSTOMERS, f"cargar\n{WRONG}")
    await walk.ruth.mention(CUSTOMERS, f"cargar\n{ROWS}")
    second = re.findall(r"\bHARBOR-\d+\b", walk.ruth.reads(CUSTOMERS))[-1]
    await walk.types(walk.ruth, f"ver {second}")
    await walk.dana.click("Decline the load", walk.world.card(second))
    await walk.dana.submit({"text": "Ya hubo una carga este mes."})
    await walk.ruth.mention(CUSTOMERS, f"cargar\n{ROWS}")
    third = re.findall(r"\bHARBOR-\d+\b", walk.ruth.reads(CUSTOMERS))[-1]
    await walk.dana.click("Approve the load", walk.world.card(third))
    await walk.camila.mention(CUSTOMERS, f"cargar\n{ROWS}")


async def _the_rest(walk: Walk) -> None:
    number = await walk.opens(
        walk.ruth, "El disco se llena en mayo", reason="Plan preventivo", question_unavailable=NONE_DOWN
    )
    await walk.types(walk.ruth, f"retirar {number} Ya no hace falta.")
    await walk.types(walk.ruth, "open No abre la agenda")
    await walk.sends(walk.ruth, {"reason": "El soporte inicial no pudo resolverlo", "question.unavailable": NONE_DOWN})
    await walk.ours("open for @ruth via phone Llamó por la planilla", walk.dana)
    await walk.ours("release 4.2 on 2026-05-01: Mejoras del registro", walk.dana)
    await walk.dana.click("Tell 2 customers", walk.dana.finds("This tells all 2 customers:", DESK))
    await walk.world.pass_("10d")
    for words in ("lista", "lista todos", "historial", "cifras", "inicio", "disponibilidad"):
        await walk.types(walk.ruth, words)
    await walk.types(walk.camila, "lista")
    page = await walk.camila.home()
    walk.read.append(f"===== inicio\n{page.text}")


async def _main() -> None:
    kind = TeamsWorld if "teams" in sys.argv[1:] else World
    with tempfile.TemporaryDirectory() as folder, capture_logs():
        world = kind(Path(folder), THURSDAY, "codify")
        await world.start()
        try:
            walked = await walk(world)
            sys.stdout.write("\n\n".join(walked.everything()) + "\n")
        finally:
            await world.stop()


if __name__ == "__main__":
    asyncio.run(_main())
