"""The verbs of reports that wait for a yes, of outages, and of what the customer thought of the help."""

from __future__ import annotations

from chatdesk.adapters.talk import build_report as build
from chatdesk.adapters.talk.verb import Takes, Verb, Who

VERBS_OF_REPORTS: tuple[Verb, ...] = (
    Verb(
        "authorise",
        "autorizar",
        ("authorize", "autoriza"),
        takes=Takes.WORDS,
        build=build.authorise,
    ),
    Verb("dismiss", "descartar", ("not a report", "descarta"), takes=Takes.WORDS, form=True, build=build.dismiss),
    Verb(
        "outage",
        "caida",
        ("mark outage", "interrupcion"),
        who=Who.OURS,
        takes=Takes.WORDS,
        form=True,
        build=build.mark_outage,
    ),
    Verb(
        "restored",
        "restablecido",
        ("restore", "back up", "up again", "restablecer"),
        who=Who.OURS,
        takes=Takes.WORDS,
        build=build.end_outage,
    ),
    Verb(
        "rate",
        "calificar",
        ("rating", "satisfaction", "califico", "satisfaccion"),
        who=Who.CUSTOMERS,
        takes=Takes.CHOICE,
        form=True,
        build=build.rate,
    ),
    Verb(
        "uptime",
        "disponibilidad",
        ("availability", "sla uptime"),
        takes=Takes.WORDS,
        needs_case=False,
    ),
    Verb(
        "figures",
        "cifras",
        ("stats", "statistics", "numbers", "estadisticas"),
        takes=Takes.WORDS,
        needs_case=False,
    ),
)
