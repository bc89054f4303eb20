"""The verbs of releases, of a customer's history, and of what a case is called elsewhere."""

from __future__ import annotations

from chatdesk.adapters.talk import build_records as build
from chatdesk.adapters.talk.verb import Takes, Verb, Who

VERBS_OF_RECORDS: tuple[Verb, ...] = (
    Verb(
        "release",
        "version",
        ("releases", "announce", "announce release", "versiones", "anunciar", "anunciar version"),
        who=Who.OURS,
        takes=Takes.LABEL,
        needs_case=False,
        form=True,
        looks_alone=True,
        asks_first=True,
        build=build.announce,
    ),
    Verb(
        "load",
        "carga",
        ("bulk load", "upload", "cargar", "carga masiva"),
        takes=Takes.LABEL,
        needs_case=False,
        form=True,
        takes_file=True,
        build=build.load,
    ),
    Verb(
        "load_approve",
        "aprobar carga",
        ("approve load",),
        who=Who.OURS,
        build=build.approve_load,
    ),
    Verb(
        "load_decline",
        "rechazar carga",
        ("decline load",),
        who=Who.OURS,
        takes=Takes.WORDS,
        form=True,
        build=build.decline_load,
    ),
    Verb(
        "history",
        "historial",
        ("past cases", "case history", "historia"),
        takes=Takes.LABEL,
        needs_case=False,
    ),
    Verb(
        "external",
        "externo",
        ("external id", "id externo", "issue"),
        who=Who.OURS,
        takes=Takes.LABEL,
        form=True,
        build=build.name_elsewhere,
    ),
)
