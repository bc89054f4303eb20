"""What is it about, and what is known of it: the fields of a form that depend on the reason."""

from __future__ import annotations

from collections.abc import Mapping

from chatdesk.cards.loads import rows_hint
from chatdesk.cards.model import ChoiceField, FieldOption, FormPart, TextField
from chatdesk.cards.severity_fields import SHORT
from chatdesk.cards.voice import Voice
from chatdesk.core.policy import Policy, Reason


def reason_parts(voice: Voice, policy: Policy, given: Mapping[str, str]) -> list[FormPart]:
    """The description, which some reasons ask for, and the reason."""
    chosen = policy.reason(given.get("reason"))
    parts: list[FormPart] = [_description_field(voice, chosen, given)]
    if policy.reasons:
        parts.append(_reason_field(voice, policy, given))
    return parts


def _description_field(voice: Voice, reason: Reason | None, given: Mapping[str, str]) -> TextField:
    if reason is not None and reason.bulk_load is not None:
        return TextField(
            "description",
            voice.plain("form.field.rows"),
            is_long=True,
            initial=given.get("description"),
            hint=rows_hint(voice, reason.bulk_load),
        )
    asks_for_symptoms = reason is not None and reason.asks_for_symptoms
    return TextField(
        "description",
        voice.plain("form.field.symptoms" if asks_for_symptoms else "form.field.description"),
        is_long=True,
        is_required=asks_for_symptoms,
        initial=given.get("description"),
        hint=voice.plain("form.hint.description"),
    )


def _reason_field(voice: Voice, policy: Policy, given: Mapping[str, str]) -> ChoiceField:
    options = []
    for reason in policy.reasons:
        definition = reason.definition.in_language(voice.language)
        options.append(
            FieldOption(
                reason.key,
                reason.label.in_language(voice.language),
                definition if len(definition) <= SHORT else None,
            )
        )
    return ChoiceField(
        "reason",
        voice.plain("form.field.reason"),
        tuple(options),
        is_required=policy.reason_is_required,
        initial=given.get("reason"),
        # What must be told depends on the reason.
        redraws=any(reason.asks_for_symptoms or reason.bulk_load for reason in policy.reasons),
    )
