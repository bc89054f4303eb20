"""The verb of administrators. To everybody else it is no verb at all."""

from __future__ import annotations

from chatdesk.adapters.talk.verb import Takes, Verb, Who

ADMIN = Verb(
    "admin",
    "administrar",
    ("administer", "administration", "setup", "set up", "administracion", "configurar", "configuracion"),
    who=Who.OURS,
    # Names of customers and roles follow, and none of them is a case's number.
    takes=Takes.LABEL,
    needs_case=False,
    form=True,
    looks_alone=True,
)
