"""A neutral card or form as readable text, for golden files: what stands there and what can be clicked."""

from __future__ import annotations

from chatdesk.cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    Divider,
    Facts,
    FileField,
    Form,
    FormPart,
    Inline,
    Line,
    Paragraph,
    PersonField,
    Quote,
    Quoted,
    Small,
    TextField,
    Who,
    Words,
)
from chatdesk.i18n import flat


def plain_card(card: Card) -> str:
    lines = [f"<{card.tone}>"]
    if card.title:
        lines.append(f"# {_line(card.title)}")
    for block in card.blocks:
        lines += _block(block)
    if card.buttons:
        lines.append("  ".join(_button(button) for button in card.buttons))
    if card.alarm is not None:
        lines.append(f"(({card.alarm.step}, {card.alarm.level}: {card.alarm.subject}))")
    return "\n".join(lines)


def plain_form(form: Form) -> str:
    lines = [f"# {form.title}"]
    for part in form.parts:
        lines += _part(part)
    lines.append(f"[{form.cancel}]  [{form.submit}]" if form.submit else f"[{form.cancel}]")
    return "\n".join(lines)


def _block(block: Block) -> list[str]:
    match block:
        case Paragraph(line):
            return [_line(line)]
        case Small(line):
            return [f"~ {_line(line)}"]
        case Quote(text):
            return [f"> {row}" for row in text.splitlines()]
        case Facts(facts):
            return [f"{fact.label}: {_line(fact.value)}" for fact in facts]
        case Bullets(lines):
            return [f"- {_line(line)}" for line in lines]
        case Divider():
            return ["---"]


def _part(part: FormPart) -> list[str]:
    match part:
        case TextField():
            kind = "long text" if part.is_long else "text"
            lines = [f"{part.label}{_optional(part.is_required)} ({kind}): {part.initial or part.placeholder or ''}"]
        case ChoiceField():
            lines = [f"{part.label}{_optional(part.is_required)}"]
            for option in part.options:
                mark = "(x)" if option.value == part.initial else "( )"
                lines.append(f"  {mark} {option.label}" + (f" | {option.description}" if option.description else ""))
        case FileField():
            return [f"{part.label} (optional) (files)", f"  ~ {part.hint}", f"  ~ elsewhere: {part.elsewhere}"]
        case PersonField():
            return [f"{part.label}{_optional(part.is_required)} (person)"]
        case _:
            return _block(part)
    return [line.rstrip() for line in lines] + ([f"  ~ {part.hint}"] if part.hint else [])


def _optional(is_required: bool) -> str:
    return "" if is_required else " (optional)"


def _line(line: Line) -> str:
    return "".join(_inline(inline) for inline in line)


def _inline(inline: Inline) -> str:
    match inline:
        case Words(text, True) | Quoted(text, True):
            return f"*{text}*"
        case Who(name, _, True):
            return f"@{name}"
        case _:
            return flat((inline,))


def _button(button: Button) -> str:
    marks = {"primary": "!", "danger": "-"}.get(button.style, "")
    return f"[{button.label}{'…' if button.opens_form else ''}{'?' if button.confirm else ''}]{marks}"
