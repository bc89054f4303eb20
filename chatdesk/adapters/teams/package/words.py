"""What the package says about chatdesk, in English and in Spanish. The commands' words are those of help."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class About:
    """Lengths are Teams': `short` 80 characters, titles 32, descriptions of actions 128."""

    short: str
    full: str
    open_title: str
    open_does: str
    from_message_title: str
    from_message_does: str


ABOUT: Mapping[str, About] = {
    "en": About(
        short="Support cases and the times promised for them, in your channels.",
        full=(
            "chatdesk keeps support cases where people already talk. Open a case from a message, by mentioning "
            "chatdesk or in its chat, say how bad it is, and read what is promised by when. Engineers get a card with "
            "buttons; before a promise runs out those who must know are told, step by step, as the support policy says."
        ),
        open_title="Open a case",
        open_does="Opens a form for a new support case.",
        from_message_title="Open a case from this message",
        from_message_does="Opens a form for a new support case with the words of this message.",
    ),
    "es": About(
        short="Casos de soporte y los plazos prometidos, en sus canales.",
        full=(
            "chatdesk lleva los casos de soporte donde la gente ya conversa. Abra un caso desde un mensaje, "
            "mencionando a chatdesk o en su chat, diga qué tan grave es y lea qué se promete y para cuándo. Los "
            "ingenieros reciben una tarjeta con botones; antes de que venza un plazo se avisa a quien deba saberlo, "
            "paso a paso, como dice la política de soporte."
        ),
        open_title="Abrir un caso",
        open_does="Abre un formulario para un nuevo caso de soporte.",
        from_message_title="Abrir un caso con este mensaje",
        from_message_does="Abre un formulario para un nuevo caso con las palabras de este mensaje.",
    ),
}
