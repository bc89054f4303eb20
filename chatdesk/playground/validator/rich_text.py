"""Rich text: sections, lists, quotes, preformatted text and what stands inside them."""

from __future__ import annotations

from .checks import Check, array, boolean, by_type, integer, one_of, shape, string, url

STYLE = shape(
    {},
    dict.fromkeys(
        ("bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"), boolean
    ),
)
STYLED = {"style": STYLE}
ID = string(1, 255)

INLINE: dict[str, Check] = {
    "text": shape({"text": string(1, 40_000)}, STYLED),
    "link": shape({"url": url()}, {**STYLED, "text": string(1, 3000), "unsafe": boolean}),
    "user": shape({"user_id": ID}, STYLED),
    "usergroup": shape({"usergroup_id": ID}, STYLED),
    "team": shape({"team_id": ID}, STYLED),
    "channel": shape({"channel_id": ID}, STYLED),
    "broadcast": shape({"range": one_of("here", "channel", "everyone")}, STYLED),
    "emoji": shape({"name": string(1, 100)}, {**STYLED, "unicode": string(1, 100), "skin_tone": integer(1, 6)}),
    "color": shape({"value": string(1, 20)}, STYLED),
    "date": shape(
        {"timestamp": integer(0, 99_999_999_999), "format": string(1, 255)},
        {**STYLED, "url": url(), "fallback": string(1, 255)},
    ),
}
INLINES = array(by_type(INLINE), 0, 1000)
BORDER = integer(0, 1)
SECTION = shape({"elements": INLINES}, {})

PARTS: dict[str, Check] = {
    "rich_text_section": SECTION,
    "rich_text_preformatted": shape(
        {"elements": array(by_type({kind: INLINE[kind] for kind in ("text", "link")}), 0, 1000)},
        {"border": BORDER, "language": string(1, 50)},
    ),
    "rich_text_quote": shape({"elements": INLINES}, {"border": BORDER}),
    "rich_text_list": shape(
        {"style": one_of("bullet", "ordered"), "elements": array(by_type({"rich_text_section": SECTION}), 1, 1000)},
        {"indent": integer(0, 8), "offset": integer(0, 10_000), "border": BORDER},
    ),
}
RICH_TEXT = by_type({"rich_text": shape({"elements": array(by_type(PARTS), 1, 1000)}, {"block_id": string(1, 255)})})
