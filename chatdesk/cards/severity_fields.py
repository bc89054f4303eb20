"""The part of a form that asks how bad it is: the policy's questions, what the answers suggest, and the choice."""

from __future__ import annotations

from collections.abc import Mapping

from chatdesk.cards.model import ChoiceField, FieldOption, FormPart, Small, Words
from chatdesk.cards.phrases import severity_name
from chatdesk.cards.voice import Voice, strong
from chatdesk.core.policy import Policy

# Longer definitions stand above the choice instead of beside each option.
SHORT = 75
# How the keys of the policy's questions begin in a form.
QUESTION = "question."


def severity_parts(voice: Voice, policy: Policy, given: Mapping[str, str], is_required: bool = False) -> list[FormPart]:
    """The questions, what the answers suggest, and the choice itself with its definitions."""
    parts: list[FormPart] = []
    for question in policy.questions:
        key = f"{QUESTION}{question.key}"
        options = tuple(
            FieldOption(choice.value, choice.label.in_language(voice.language)) for choice in question.choices
        )
        label = question.text.in_language(voice.language)
        parts.append(ChoiceField(key, label, options, is_required=False, initial=given.get(key), redraws=True))
    if not policy.severities:
        return parts
    suggested = policy.suggested_severity(_answers_of(given)) if _answers_of(given) else None
    if suggested is not None:
        name = severity_name(voice, policy, suggested.severity)
        parts.append(Small(voice.say("form.severity.suggested", severity=name)))
    missing = policy.missing_answers(_answers_of(given))
    if missing and not given.get("severity"):
        asked = [each.text.in_language(voice.language) for each in policy.questions if each.key in missing]
        parts.append(Small(voice.say("form.severity.unanswered", questions=voice.listed(asked))))
    definitions = {step.number: step.definition.in_language(voice.language) for step in policy.severities}
    is_short = all(len(text) <= SHORT for text in definitions.values())
    if not is_short:
        parts += [
            Small((strong(step.label.in_language(voice.language)), Words(f": {definitions[step.number]}")))
            for step in policy.severities
        ]
    options = tuple(
        FieldOption(
            str(step.number),
            step.label.in_language(voice.language),
            definitions[step.number] if is_short else None,
        )
        for step in policy.severities
    )
    chosen = given.get("severity") or (str(suggested.severity) if suggested else None)
    hint = None if is_required else _until_then(voice, policy)
    parts.append(
        ChoiceField(
            "severity",
            voice.plain("form.field.severity"),
            options,
            is_required=is_required,
            initial=chosen,
            hint=hint,
            shows_all=True,
        )
    )
    return parts


def _until_then(voice: Voice, policy: Policy) -> str | None:
    if policy.unset_severity is None:
        return None
    return voice.plain("form.severity.unset", severity=severity_name(voice, policy, policy.unset_severity))


def _answers_of(values: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The policy's questions that a sent form answers, as the core takes them."""
    return tuple((key[len(QUESTION) :], value) for key, value in values.items() if key.startswith(QUESTION) and value)
