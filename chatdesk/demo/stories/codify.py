"""Codify, en español: una caída y la disponibilidad del mes, y un reporte de quien no está autorizado."""

from __future__ import annotations

from datetime import timedelta

from chatdesk.demo.stories.acts import opens, passes, presses, types
from chatdesk.demo.stories.story import CHATDESK, CUSTOMERS, DESK, At, Step, Story, in_hours

_OUTAGE = Story(
    key="codify-caida",
    policy="codify",
    title="Una caída y la disponibilidad del mes",
    begins=in_hours(timedelta(hours=2)),
    steps=(
        Step(
            does="Ruth Adler informa que una parte de la aplicación no está disponible.",
            look="El caso no pasa por el nivel 2: el equipo técnico recibe el aviso de inmediato.",
            clauses=("COD-5",),
            at=At("samuel", CHATDESK),
            acts=(opens("ruth", "No se registran los turnos", question_unavailable="part"),),
        ),
        Step(
            does="La caída dura una hora y cuarto.",
            look="La ficha de soporte indica desde cuándo dura la caída; en el hilo se avisa cuando se gasta "
            "la mitad del margen del mes.",
            clauses=("COD-10",),
            at=At("dana", DESK, in_case=True),
            acts=(passes(minutes=75),),
        ),
        Step(
            does="Dana Reyes registra que el servicio volvió.",
            look="La caída tiene ahora inicio y fin.",
            clauses=("COD-10",),
            at=At("dana", DESK, in_case=True),
            acts=(types("dana", DESK, "/case restored {case}"),),
        ),
        Step(
            does="Camila Rojas pregunta por la disponibilidad del mes.",
            look="La cifra del mes, lo que queda del margen y qué se contó. Solo ella lee la respuesta.",
            clauses=("COD-10",),
            at=At("camila", CUSTOMERS),
            acts=(types("camila", CUSTOMERS, "/case disponibilidad"),),
        ),
        Step(
            does="Dana resuelve el caso e indica de qué tipo fue la corrección.",
            look="Resuelto no es cerrado: falta la aprobación del cliente.",
            clauses=("COD-14", "COD-15"),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(presses("dana", DESK, "Resolve", text="Se reparó la base de datos.", means="database"),),
        ),
        Step(
            does="Ruth aprueba la solución.",
            look="{case} queda cerrado.",
            clauses=("COD-15",),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(presses("ruth", CUSTOMERS, "Aprobar la solución"),),
        ),
    ),
)

_UNAUTHORISED = Story(
    key="codify-reporte",
    policy="codify",
    title="Un reporte sin autorización",
    begins=in_hours(timedelta(hours=2)),
    steps=(
        Step(
            does="Camila Rojas, que no es representante del cliente, informa una falla.",
            look="El reporte queda anotado y marcado, sin plazos, y se le pregunta a una representante.",
            clauses=("COD-12",),
            at=At("camila", CUSTOMERS),
            acts=(opens("camila", "Los turnos salen duplicados"),),
        ),
        Step(
            does="Pasa media hora sin respuesta.",
            look="En la ficha de soporte todavía no corre ningún plazo.",
            clauses=("COD-12",),
            at=At("dana", DESK),
            acts=(passes(minutes=30),),
        ),
        Step(
            does="Ruth Adler, representante, confirma que es un reporte de los suyos.",
            look="Recién ahora corre el plazo de la revisión: seis horas de servicio.",
            clauses=("COD-12", "COD-13"),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(presses("ruth", CUSTOMERS, "Es nuestro reporte"),),
        ),
        Step(
            does="Dana Reyes replica la falla.",
            look="La revisión está hecha, dentro de su plazo. Para la corrección la fuente no da ninguno.",
            clauses=("COD-13", "COD-14"),
            at=At("dana", DESK, in_case=True),
            acts=(presses("dana", DESK, "Analysis done"),),
        ),
        Step(
            does="Dana corrige un perfil, y Ruth aprueba la solución.",
            look="{case} queda cerrado.",
            clauses=("COD-14", "COD-15"),
            at=At("ruth", CUSTOMERS, in_case=True),
            acts=(
                presses("dana", DESK, "Resolve", text="Se corrigió el perfil.", means="configuration"),
                presses("ruth", CUSTOMERS, "Aprobar la solución"),
            ),
        ),
    ),
)

CODIFY = (_OUTAGE, _UNAUTHORISED)
