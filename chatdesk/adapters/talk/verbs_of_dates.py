"""The verbs of dates that both sides find, of change requests and of problems."""

from __future__ import annotations

from chatdesk.adapters.talk import build_change as build
from chatdesk.adapters.talk.verb import Takes, Verb, Who

VERBS_OF_DATES: tuple[Verb, ...] = (
    Verb(
        "date",
        "fecha",
        ("propose", "offer", "propose date", "offer date", "proponer", "proponer fecha", "ofrecer"),
        takes=Takes.WORDS,
        form=True,
        build=build.offer_term,
    ),
    Verb("date_accept", "aceptar fecha", ("accept date", "agree", "acordar"), build=build.accept_term),
    Verb(
        "date_decline",
        "rechazar fecha",
        ("decline date", "disagree"),
        takes=Takes.WORDS,
        build=build.decline_term,
    ),
    Verb(
        "needs",
        "necesidades",
        ("write needs", "analysis of needs"),
        who=Who.OURS,
        takes=Takes.WORDS,
        form=True,
        build=build.write_needs,
    ),
    Verb(
        "criterion",
        "criterio",
        ("acceptance", "acceptance criterion", "criteria", "criterio de aceptacion"),
        who=Who.OURS,
        takes=Takes.WORDS,
        form=True,
        build=build.add_criterion,
    ),
    Verb(
        "evaluate",
        "evaluar",
        ("evaluated", "estimate", "effort", "estimar", "esfuerzo"),
        who=Who.OURS,
        takes=Takes.WORDS,
        form=True,
        build=build.evaluate,
    ),
    Verb(
        "schedule",
        "programar",
        ("roadmap", "plan delivery", "deliver on", "programa", "planificar"),
        who=Who.OURS,
        takes=Takes.WORDS,
        form=True,
        build=build.schedule,
    ),
    Verb(
        "problem",
        "problema",
        ("open problem", "root cause", "causa"),
        who=Who.OURS,
        takes=Takes.WORDS,
        form=True,
        build=build.open_problem,
    ),
)
