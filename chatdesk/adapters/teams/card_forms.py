"""Forms as cards: inputs whose ids are the fields' keys, what was entered kept, what is wrong said below the field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from chatdesk import i18n
from chatdesk.adapters.talk.plain_text import clamp
from chatdesk.adapters.teams.card_buttons import ROW, sent, submitted
from chatdesk.adapters.teams.card_lines import JSON, Mentions
from chatdesk.adapters.teams.card_parts import block_elements, remark_element
from chatdesk.adapters.teams.card_text import escaped, short
from chatdesk.cards.model import (
    ChannelField,
    ChoiceField,
    FieldOption,
    FileField,
    Form,
    FormPart,
    PersonField,
    TextField,
)

# Hints and definitions are ours; what can be long is what a person entered, and the inputs bound that.
_QUOTE_LIMIT = 1000
_OPTIONS = 100
_LABEL_LIMIT = 500

Field = TextField | ChoiceField | PersonField


def form_elements(
    form: Form,
    people: Sequence[FieldOption],
    language: str,
    *,
    data: JSON,
    values: Mapping[str, str],
    errors: Mapping[str, str],
    is_dialog: bool,
) -> list[JSON]:
    """The body of a form. Below the last field whose value changes the others stands a button that sends the values
    back for a fresh drawing: Teams itself tells us of no change.
    """
    last = max((at for at, part in enumerate(form.parts) if _redraws(part)), default=-1)
    # An input that must be filled would keep that button from sending, so such a form is checked by us alone.
    is_checked_here = last < 0
    made: list[JSON] = []
    for at, part in enumerate(form.parts):
        if isinstance(part, Field):
            field = _input(part, people, language, values.get(part.key), is_checked_here)
            made += [field, *_hints(part), *_error(errors.get(part.key))]
        elif isinstance(part, FileField):
            # A card takes no files.
            made.append(remark_element(part.elsewhere, size="small", isSubtle=True))
        elif not isinstance(part, ChannelField):
            # Teams lets nobody choose a channel; no form that is drawn there has such a field.
            made += block_elements([part], _QUOTE_LIMIT, Mentions())
        if at == last:
            redraw = _action(i18n.plain(language, "form.refresh"), data | {"redraw": "yes"}, "plain", is_dialog)
            made.append({"type": "ActionSet", "actions": [redraw], "spacing": "small"})
    return made


def form_actions(form: Form, data: JSON, *, is_dialog: bool) -> list[JSON]:
    """What sends the form; a form that only says something has nothing to send."""
    if not form.submit or not fields_of(form):
        return []
    return [_action(form.submit, data, "primary", is_dialog)][:ROW]


def fields_of(form: Form) -> tuple[Field, ...]:
    return tuple(part for part in form.parts if isinstance(part, Field))


def _redraws(part: FormPart) -> bool:
    return isinstance(part, ChoiceField) and part.redraws


def _action(title: str, data: JSON, style: str, is_dialog: bool) -> JSON:
    made = submitted(title, data, style) if is_dialog else sent("send", title, data, style)
    return made | {"associatedInputs": "auto"}


def _input(
    field: Field, people: Sequence[FieldOption], language: str, value: str | None, is_checked_here: bool
) -> JSON:
    match field:
        case TextField():
            made = _text_input(field, value)
        case ChoiceField():
            made = _choice_input(field, value)
        case PersonField():
            made = _person_input(field, people, value)
    made["spacing"] = "medium"
    if made.get("style") == "compact":
        made["placeholder"] = i18n.plain(language, "form.choose")
    label = short(field.label, _LABEL_LIMIT)
    if not field.is_required:
        return made | {"label": f"{label} {i18n.plain(language, 'form.optional')}"}
    if not is_checked_here:
        return made | {"label": f"{label} *"}
    return made | {"label": label, "isRequired": True, "errorMessage": i18n.plain(language, "form.required")}


def _text_input(field: TextField, value: str | None) -> JSON:
    made: JSON = {"type": "Input.Text", "id": field.key, "maxLength": field.max_length}
    if field.is_long:
        made["isMultiline"] = True
    if field.placeholder:
        made["placeholder"] = short(field.placeholder)
    entered = value if value is not None else field.initial
    if entered:
        made["value"] = clamp(entered, field.max_length, "")
    return made


def _choice_input(field: ChoiceField, value: str | None) -> JSON:
    choices = [_choice(option, field.shows_all) for option in field.options[:_OPTIONS]]
    return _choices(field.key, choices, value or field.initial, "expanded" if field.shows_all else "compact")


def _person_input(field: PersonField, people: Sequence[FieldOption], value: str | None) -> JSON:
    """The desk's people to choose from at once; where Teams offers its directory, everybody by typing."""
    choices = [_choice(person, is_shown=False) for person in people[:_OPTIONS]]
    if value and all(choice["value"] != value for choice in choices):
        value = None
    made = _choices(field.key, choices, value, "compact")
    return made | {"choices.data": {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}}


def _choices(key: str, choices: list[JSON], value: str | None, style: str) -> JSON:
    made: JSON = {"type": "Input.ChoiceSet", "id": key, "style": style, "choices": choices, "wrap": True}
    if value and any(choice["value"] == value for choice in choices):
        made["value"] = value
    return made


def _choice(option: FieldOption, is_shown: bool) -> JSON:
    """Choices that are all shown are markdown; those of a list that opens are not."""
    title = short(option.label)
    description = short(option.description) if option.description else ""
    if is_shown:
        words = f"**{escaped(title)}**: {escaped(description)}" if description else escaped(title)
    else:
        words = f"{title}: {description}" if description else title
    return {"title": words, "value": option.value}


def _hints(field: Field) -> Iterator[JSON]:
    if not isinstance(field, PersonField) and field.hint:
        yield remark_element(field.hint, size="small", isSubtle=True) | {"spacing": "small"}


def _error(text: str | None) -> Iterator[JSON]:
    if text:
        words = escaped(short(text, 600))
        yield {"type": "TextBlock", "text": words, "color": "attention", "wrap": True, "spacing": "small"}
