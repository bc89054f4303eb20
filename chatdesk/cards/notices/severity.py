"""How bad it is: the question, the proposal and the answer."""

from __future__ import annotations

from dataclasses import replace

from chatdesk.cards.buttons import severity_answer_buttons, severity_choice_buttons
from chatdesk.cards.model import Bullets, Card, Facts, Line, Paragraph, Small, Tone, Words
from chatdesk.cards.notices.scene import Scene
from chatdesk.cards.phrases import severity_name
from chatdesk.cards.promises import due_facts
from chatdesk.cards.voice import strong
from chatdesk.core.policy import Question


def ask(scene: Scene) -> Card:
    """The question with the policy's own definitions. Once somebody has said it, only that stands there."""
    voice, view = scene.voice, scene.view
    if view.case.severity is not None or not view.case.is_live:
        name = severity_name(voice, view.policy, view.case.severity)
        return scene.card(scene.say("answered", severity=name))
    definitions: tuple[Line, ...] = tuple(
        (strong(step.label.in_language(voice.language)), Words(f": {step.definition.in_language(voice.language)}"))
        for step in view.policy.severities
    )
    questions = tuple(_question_line(scene, question) for question in view.policy.questions)
    return scene.card(
        scene.say("customer", requester=scene.requester()),
        Bullets(definitions),
        Paragraph(scene.say("questions")) if questions else None,
        Bullets(questions),
        Small(_until_then(scene)),
        buttons=severity_choice_buttons(voice, view),
    )


def proposed(scene: Scene) -> Card:
    voice, view = scene.voice, scene.view
    now = severity_name(voice, view.policy, view.case.severity)
    buttons = severity_answer_buttons(voice, view)
    if not buttons:
        # It was answered: a reminder no longer says that it was not.
        scene = replace(scene, notice=replace(scene.notice, kind="severity.proposed"))
    line = scene.say("ours", severity=scene.severity(), now=now)
    return scene.card(line, tone=Tone.WARNING, buttons=buttons)


def set_to(scene: Scene) -> Card:
    voice, view = scene.voice, scene.view
    due_times = {key[4:]: value for key, value in scene.notice.facts if key.startswith("due.")}
    facts = Facts(tuple(due_facts(voice, due_times, view.case, view.policy, for_customer=scene.for_customer)))
    heading = Paragraph(scene.say("times")) if facts.facts else None
    if scene.for_customer:
        who = "confirmed" if scene.fact("confirmed") == "yes" else "unconfirmed"
        return scene.card(scene.say(f"customer_{who}", severity=scene.severity()), heading, facts)
    was = scene.severity("was") if scene.fact("was") else None
    line = scene.say("ours", severity=scene.severity())
    if was is not None and scene.fact("was") != scene.fact("severity"):
        line = scene.say("ours_from", severity=scene.severity(), was=was)
    return scene.card(line, heading, facts, scene.small("unconfirmed") if scene.fact("confirmed") != "yes" else None)


def declined(scene: Scene) -> Card:
    now = severity_name(scene.voice, scene.view.policy, scene.view.case.severity)
    return scene.card(scene.say(scene.side, severity=scene.severity(), now=now))


def _question_line(scene: Scene, question: Question) -> Line:
    language = scene.voice.language
    choices = " / ".join(choice.label.in_language(language) for choice in question.choices)
    return (Words(f"{question.text.in_language(language)} {choices}"),)


def _until_then(scene: Scene) -> Line:
    number = scene.view.policy.unset_severity
    if number is None:
        return ()
    return scene.say("until_then", severity=severity_name(scene.voice, scene.view.policy, number))
