"""Short ways to write Block Kit by hand for the tables of refusals; no checks, no limits, no escaping."""

from typing import Any

JSON = dict[str, Any]


def plain(text: str = "word", **more: Any) -> JSON:
    return {"type": "plain_text", "text": text} | more


def mrkdwn(text: str = "word", **more: Any) -> JSON:
    return {"type": "mrkdwn", "text": text} | more


def section(**fields: Any) -> JSON:
    return {"type": "section"} | (fields or {"text": mrkdwn()})


def beside(element: JSON) -> JSON:
    """A section with this accessory."""
    return section(text=mrkdwn(), accessory=element)


def actions(*elements: JSON, **more: Any) -> JSON:
    return {"type": "actions", "elements": list(elements)} | more


def context(*elements: JSON) -> JSON:
    return {"type": "context", "elements": list(elements)}


def header(text: JSON) -> JSON:
    return {"type": "header", "text": text}


def button(text: str = "Press", **more: Any) -> JSON:
    return {"type": "button", "text": plain(text), "action_id": "press"} | more


def buttons(count: int) -> list[JSON]:
    return [button(action_id=f"press_{number}") for number in range(count)]


def option(number: int = 1, **more: Any) -> JSON:
    return {"text": plain(f"Option {number}"), "value": f"value-{number}"} | more


def options(count: int) -> list[JSON]:
    return [option(number) for number in range(count)]


def select(**more: Any) -> JSON:
    return {"type": "static_select", "action_id": "select", "options": options(2)} | more


def choice(kind: str, **more: Any) -> JSON:
    return {"type": kind, "action_id": "choice", "options": options(2)} | more


def element(kind: str, **more: Any) -> JSON:
    return {"type": kind, "action_id": "element"} | more


def typed(**more: Any) -> JSON:
    return element("plain_text_input", **more)


def entry(element: JSON, **more: Any) -> JSON:
    """An input block."""
    return {"type": "input", "label": plain("Label"), "element": element} | more


def confirm(**more: Any) -> JSON:
    return {"title": plain("Sure?"), "text": plain("Really?"), "confirm": plain("Yes"), "deny": plain("No")} | more


def without(fields: JSON, key: str) -> JSON:
    return {name: value for name, value in fields.items() if name != key}


def rich(*inline: JSON) -> JSON:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(inline)}]}


def rich_list(**more: Any) -> JSON:
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
    return {"type": "rich_text", "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [item]} | more]}


def table(*rows: list[JSON], **more: Any) -> JSON:
    return {"type": "table", "rows": list(rows)} | more


def cell(text: str = "cell") -> JSON:
    return {"type": "raw_text", "text": text}


def image(**more: Any) -> JSON:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "a"} | more


def modal(*blocks: JSON, **more: Any) -> JSON:
    return {"type": "modal", "title": plain("Title"), "submit": plain("Send"), "blocks": list(blocks)} | more


def home(*blocks: JSON, **more: Any) -> JSON:
    return {"type": "home", "blocks": list(blocks)} | more
