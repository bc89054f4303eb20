"""What may follow `admin`: reads the words of an administrator into what they ask for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from chatdesk.adapters.talk.names import plain_word
from chatdesk.adapters.talk.spoken import MARK, marks_in

# What is asked for, by every word that names it; the first of each language is what people are told.
ACTS: Mapping[str, tuple[str, ...]] = {
    "show": ("show", "list", "ver", "lista", "listar", "status", "estado"),
    "help": ("help", "ayuda", "what", "commands", "comandos"),
    "link": ("link", "vincular", "vincula", "enlazar", "connect"),
    "unlink": ("unlink", "desvincular", "desvincula", "disconnect"),
    "add": ("add", "agregar", "agrega", "anadir", "anade"),
    "hold": ("hold", "stop", "retener", "retiene", "pausar"),
    "release": ("release", "liberar", "libera", "soltar"),
    "held": ("held", "retenido", "retenidos"),
    "button": ("button", "buttons", "boton", "botones"),
    "remove": ("remove", "quitar", "quita", "delete", "eliminar", "elimina"),
}
# Our channels, by what people call them.
CHANNELS: Mapping[str, tuple[str, ...]] = {
    "engineers": ("engineers", "engineer", "engineering", "ingenieros", "ingenieria"),
    "on_call": ("oncall", "tier1", "guardia", "deguardia", "nivel1"),
    "director": ("director", "directors", "tier2", "directores", "nivel2"),
    "vp": ("vp", "vps", "tier3", "vicepresidencia", "nivel3"),
    "escalations": ("escalations", "escalation", "escalamientos", "escalamiento"),
}
_RANKS: Mapping[str, tuple[str, ...]] = {
    "agent": ("agent", "engineer", "agente", "ingeniero", "ingeniera"),
    "executive": ("executive", "ejecutivo", "ejecutiva", "directivo", "directiva"),
    "admin": ("admin", "administrator", "administrador", "administradora"),
}
_ON = ("on", "yes", "si", "activado", "activar", "poner")
_OFF = ("off", "no", "desactivado", "desactivar", "quitar")
_AS = ("as", "como", "de")
_TO = ("to", "a", "al", "of", "from", "de", "del")
_ROLE = ("role", "rol")
_FOR = ("for", "para")
_REPRESENTATIVE = ("representative", "representante")
_JOINTS = ("the", "channel", "el", "la", "canal", "as", "como", "to", "a", "con")


@dataclass(frozen=True)
class Asked:
    """`act` is a key of ACTS, or "" where none was understood. `name` is a customer or one of our channels as typed;
    `mark` the place of whoever was mentioned."""

    act: str
    name: str = ""
    mark: int | None = None
    rank: str = ""
    role: str = ""
    customer: str = ""
    is_representative: bool = False


def read_admin(words: str) -> Asked:
    """Forgiving about accents, capitals and the little words in between."""
    tokens = words.split()
    if not tokens:
        return Asked("show")
    first, rest = plain_word(tokens[0]), tokens[1:]
    act = next((name for name, typed in ACTS.items() if first in typed), "")
    if act in ("add", "remove"):
        return _about_person(act, rest)
    if act == "hold":
        return Asked(act, name=" ".join(rest))
    while rest and plain_word(rest[0]) in _JOINTS and len(rest) > 1:
        rest = rest[1:]
    return Asked(act, name=" ".join(rest).strip().strip("\"'“”"))


def channel_named(name: str) -> str | None:
    """Our name for a channel, or "escalations" for the three of them; None where it is none of ours."""
    said = re.sub(r"[\s_]+", "", plain_word(name))
    return next((ours for ours, typed in CHANNELS.items() if said in typed), None)


def switched(name: str) -> bool | None:
    """On or off; None for what is neither."""
    said = plain_word(name)
    return True if said in _ON else False if said in _OFF else None


def _about_person(act: str, tokens: list[str]) -> Asked:
    marks = marks_in(" ".join(tokens))
    said = [token for token in tokens if not MARK.search(token)]
    plain = [plain_word(token) for token in said]
    mark = marks[0] if marks else None
    if (plain[:1] and plain[0] in _ROLE) or (plain[:2] and plain[0] in _AS and plain[1:2] and plain[1] in _ROLE):
        start = 1 if plain[0] in _ROLE else 2
        whose = next((at for at, word in enumerate(plain) if at > start and word in _FOR), len(said))
        role = "_".join(plain[start:whose]).replace("on_call", "on_call")
        return Asked(act, mark=mark, role=_role(said[start:whose]) or role, customer=" ".join(said[whose + 1 :]))
    rank = next((name for name, typed in _RANKS.items() if plain and plain[-1] in typed), "")
    if rank and (len(plain) == 1 or plain[0] in _AS):
        return Asked(act, mark=mark, rank=rank)
    if plain and plain[0] in _TO:
        said, plain = said[1:], plain[1:]
    speaks = bool(plain) and plain[-1] in _REPRESENTATIVE
    if speaks:
        said = said[:-1]
        while said and plain_word(said[-1]) in (*_AS, "their", "su", "a", "una", "un"):
            said = said[:-1]
    return Asked(act, mark=mark, customer=" ".join(said), is_representative=speaks)


def _role(said: list[str]) -> str:
    """A role's key as policies write it: `On-call` is `on_call`."""
    return re.sub(r"[^a-z0-9.]+", "_", " ".join(said).casefold()).strip("_")
