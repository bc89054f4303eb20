"""The house's own values: the ladder for a policy that has none (rule D13)."""

from __future__ import annotations

from chatdesk.core.policy import Ladder, Metric, Role, Tier
from chatdesk.core.words import Words

# A handoff that falls due is carried out by itself: nothing was missed.
_STARTS = tuple(metric for metric in Metric if metric is not Metric.HANDOFF)

HOUSE_LADDER = Ladder(
    tiers=(
        Tier(1, channel="on_call", roles=("owner", "on_call")),
        Tier(2, channel="director", roles=("director",)),
        Tier(3, channel="vp", roles=("vp",)),
    ),
    starts=_STARTS,
    is_house=True,
)


def _role(key: str, en: str, es: str) -> Role:
    return Role(key, Words((("en", en), ("es", es))))


# Roles every policy knows: the case's own three, and those of the house ladder.
HOUSE_ROLES = (
    _role("owner", "Owner of the case", "Responsable del caso"),
    _role("requester", "Person who asked", "Persona solicitante"),
    _role("customer", "Customer", "Cliente"),
    _role("on_call", "On call", "De turno"),
    _role("director", "Director", "Dirección"),
    _role("vp", "Vice president", "Vicepresidencia"),
)
