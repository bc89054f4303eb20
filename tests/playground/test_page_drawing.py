"""What the page makes of text and blocks: markup drawn, hostile text harmless, nothing fetched from elsewhere."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Page, expect

from .page_blocks import plain
from .page_world import Stage, Windows, chromium, stage

pytestmark = pytest.mark.asyncio(loop_scope="module")

HOSTILE = [
    "<img src=x onerror=window.hit=1>",
    "<script>window.hit=1</script>",
    "<javascript:window.hit=1|click me>",
    "<data:text/html,<script>window.hit=1</script>|data>",
    "</div></main><style>*{display:none}</style>",
    "*_~`<!here|<img src=x onerror=window.hit=1>>`~_*",
    '<https://x.test/"onmouseover="window.hit=1|label>',
    "\u202egnitirw tfel ot thgir\u202d ‮ \u2067עברית‏",
    "<!date^9e99^{date}|soon>",
    "<@U0NOBODY> <#C0NOWHERE> <!subteam^S1> <!>",
    "{{constructor}} ${1} %s \\ \0 \u200b",
]
# mrkdwn → the HTML it becomes for Ana, who reads in Madrid at 11:00 on Wednesday 14 October 2026
DRAWN = {
    "*bold* _it_ ~gone~ `co*d*e`": "<strong>bold</strong> <em>it</em> <s>gone</s> <code>co*d*e</code>",
    "*a _b_ c*": "<strong>a <em>b</em> c</strong>",
    "2*3*4 snake_case_name a~b~c": "2*3*4 snake_case_name a~b~c",
    "* not bold * and ** nothing **": "* not bold * and ** nothing **",
    "*two\nlines*": "*two\nlines*",
    "&lt;b&gt; &amp;amp;": "&lt;b&gt; &amp;amp;",
    "> quoted\n> more\nplain": "<blockquote>quoted\nmore</blockquote>plain",
    "a\n```\nlet x = *1*;\n```\nb": "a\n<pre>let x = *1*;</pre>b",
    "``` never closed": "``` never closed",
    "<!here>": '<span class="mention is-broadcast">@here</span>',
    ":no_such_thing::x:": ':no_such_thing:<span class="emoji" role="img" aria-label="x" title=":x:">❌</span>',
    "<!date^1791968400^{date_short_pretty} at {time}|then>": "<time>hoy at 11:00</time>",
    "<!date^1791968400^{date_short}, {time}|then>": "<time>14 oct 2026, 11:00</time>",
    "<!date^1792054800^{date_pretty}|then>": "<time>mañana</time>",
    "<!date^1793350800^{date_num} {time_secs}|then>": "<time>2026-10-30 10:00:00</time>",
}
EVIL_BLOCKS: list[Any] = [
    {"type": "hologram", "text": plain("Read me anyway")},
    {"type": "section"},
    {"type": "section", "text": {"type": "mrkdwn", "text": "ok"}, "accessory": {"type": "teleporter"}},
    {"type": "header"},
    {"type": "actions", "elements": [{"type": "button", "text": plain("Go"), "url": "javascript:window.hit=1"}]},
    {"type": "input", "label": plain("L"), "element": {"type": "rich_text_input", "action_id": "x"}},
    {"type": "table", "rows": [[{"type": "raw_text", "text": "<b>cell</b>"}]]},
    {"type": "image", "image_url": "https://elsewhere.test/x.png", "alt_text": "A chart"},
    {"type": "markdown", "text": "# Title\n**b** [x](javascript:alert(1)) <img src=x>\n- one\n- two"},
    None,
    {},
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def windows() -> AsyncIterator[Windows]:
    async with chromium() as made:
        yield made


@pytest_asyncio.fixture(loop_scope="module")
async def here(windows: Windows) -> AsyncIterator[Stage]:
    async with stage(windows) as made:
        yield made


async def draw(page: Page, what: str) -> Any:
    """Runs an expression with the page's own modules and a reader: Ana's eyes."""
    return await page.evaluate(
        f"""async () => {{
            const [{{ mrkdwn }}, {{ blocksHost, blocksNodes, valuesOf }}, {{ readerOf }}, dates] = await Promise.all(
                ["/mrkdwn.js", "/blocks.js", "/reader.js", "/dates.js"].map((path) => import(path)));
            const state = await (await fetch("/page/state?as=U0ANA")).json();
            const reader = readerOf(state);
            const box = document.createElement("div");
            const html = (nodes) => {{ box.replaceChildren(...nodes); return box.innerHTML; }};
            return ({what});
        }}"""
    )


async def test_markup_is_drawn_as_slack_draws_it(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    one = "html(mrkdwn(text, reader)).replace(/<time [^>]*>/g, '<time>')"
    drawn = await draw(page, f"{json.dumps(list(DRAWN))}.map((text) => {one})")
    assert dict(zip(DRAWN, drawn, strict=True)) == DRAWN


async def test_links_lead_out_only_by_http_and_mail(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    texts = [
        "<https://a.test|A>",
        "<mailto:a@b.test|B>",
        "<javascript:alert(1)|C>",
        "<file:///etc/passwd|D>",
        "see https://e.test/x.",
    ]
    found = await draw(
        page,
        f"{json.dumps(texts)}.map((text) => {{ html(mrkdwn(text, reader)); const a = box.querySelector('a');"
        " return a && [a.href, a.rel, a.target]; })",
    )
    rel = "noopener noreferrer nofollow"
    assert [link and link[0] for link in found] == [
        "https://a.test/",
        "mailto:a@b.test",
        None,
        None,
        "https://e.test/x",
    ]
    assert all(link[1:] == [rel, "_blank"] for link in found if link)


async def test_hostile_text_stays_text_whoever_writes_it(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    ana = here.world.person("ana")
    for text in HOSTILE:
        await ana.say("#team", text)
        await here.post(text=text, blocks=[{"type": "section", "text": {"type": "mrkdwn", "text": text}}])
    await expect(page.locator(".channel .message")).to_have_count(2 * len(HOSTILE))
    assert await page.evaluate("window.hit") is None
    messages = page.locator(".channel .messages")
    assert await messages.locator("img, script, style, iframe, [onerror], [onmouseover]").count() == 0
    assert await messages.locator("a[href^=javascript], a[href^=data]").count() == 0
    await expect(page.locator(".channel .message").first).to_contain_text(HOSTILE[0])
    assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


async def test_forty_thousand_characters_are_folded_and_break_no_line(here: Stage) -> None:
    page = await here.page("U0BEN", "C0TEAM")
    await here.world.person("ana").say("#team", "x" * 40_000)
    message = page.locator(".channel .message").last
    await expect(message.get_by_role("button", name="Show all of it")).to_be_visible()
    box = await message.bounding_box()
    assert box and box["height"] < 400
    assert await page.locator(".channel .scroller").evaluate("(node) => node.scrollWidth <= node.clientWidth")
    await message.get_by_role("button", name="Show all of it").click()
    box = await message.bounding_box()
    assert box and box["height"] > 1000


async def test_rows_of_marks_are_read_in_no_time(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    for mark in ["*", "_a ", "<", "`", "*a_b~", "```", "&lt;", ":a:", "h", "*`<"]:
        millis = await draw(
            page,
            f"(() => {{ const text = {json.dumps(mark)}.repeat(40000).slice(0, 40000);"
            " const start = performance.now(); mrkdwn(text, reader); return performance.now() - start; })()",
        )
        assert millis < 1500, mark


async def test_blocks_that_nobody_knows_are_shown_as_what_they_are(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    words = await draw(
        page,
        f"(() => {{ const host = blocksHost({{ reader, act: () => ({{ ok: true }}) }});"
        f" const out = html(blocksNodes({json.dumps(EVIL_BLOCKS)}, host));"
        " document.body.append(box); return out; })()",
    )
    assert await page.evaluate("window.hit") is None
    for part in ["hologram", "Read me anyway", "teleporter", "&lt;b&gt;cell&lt;/b&gt;", "A chart", "<li>two</li>"]:
        assert part in words
    assert "javascript:" not in words
    assert "<img" not in words


async def test_each_element_reports_its_value_as_slack_does(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    options = [{"text": plain(text), "value": text} for text in ("one", "two")]
    elements = [
        {"type": "static_select", "options": options, "initial_option": options[1]},
        {"type": "static_select", "option_groups": [{"label": plain("G"), "options": options}]},
        {"type": "multi_static_select", "options": options, "initial_options": options[:1]},
        {"type": "users_select", "initial_user": "U0BEN"},
        {"type": "multi_conversations_select", "initial_conversations": ["C0TEAM"]},
        {"type": "channels_select"},
        {"type": "radio_buttons", "options": options, "initial_option": options[0]},
        {"type": "checkboxes", "options": options, "initial_options": options},
        {"type": "datepicker", "initial_date": "2026-03-06"},
        {"type": "timepicker", "initial_time": "09:30"},
        {"type": "datetimepicker", "initial_date_time": 1774747800},
        {"type": "plain_text_input", "multiline": True, "initial_value": "a\nb"},
        {"type": "number_input", "is_decimal_allowed": True, "initial_value": "1.5"},
        {"type": "email_text_input"},
    ]
    blocks = [
        {"type": "input", "block_id": f"b{at}", "label": plain("L"), "element": element | {"action_id": "a"}}
        for at, element in enumerate(elements)
    ]
    values = await draw(
        page,
        f"(() => {{ const host = blocksHost({{ reader, act: () => ({{ ok: true }}) }});"
        f" blocksNodes({json.dumps(blocks)}, host); return valuesOf(host); }})()",
    )
    keys = [next(key for key in values[f"b{at}"]["a"] if key != "type") for at in range(len(elements))]
    assert [values[f"b{at}"]["a"][key] for at, key in enumerate(keys)] == [
        options[1], None, options[:1], "U0BEN", ["C0TEAM"], None, options[0], options,
        "2026-03-06", "09:30", 1774747800, "a\nb", "1.5", None,
    ]  # fmt: skip
    assert keys[3:6] == ["selected_user", "selected_conversations", "selected_channel"]


async def test_times_are_the_viewers_over_a_switch_of_the_clocks(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    walls = ["2026-03-08T01:59", "2026-03-08T03:00", "2026-11-01T00:59", "2026-07-01T12:00"]
    found = await draw(
        page,
        f"{json.dumps(walls)}.map((wall) => [dates.secondsFromWall(wall, 'America/New_York'),"
        " dates.wallFromSeconds(dates.secondsFromWall(wall, 'America/New_York'), 'America/New_York')])",
    )
    assert found == [
        [1772953140, walls[0]],
        [1772953200, walls[1]],
        [1793509140, walls[2]],
        [1782921600, walls[3]],
    ]


async def test_nothing_is_fetched_from_another_machine(here: Stage) -> None:
    page = await here.page("U0ANA", "C0TEAM")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    picture = {"type": "image", "image_url": "https://elsewhere.test/x.png", "alt_text": "A chart"}
    await here.post(text="A chart", blocks=[picture])
    await expect(page.locator(".picture-frame")).to_contain_text("A chart")
    await page.reload()
    await expect(page.locator(".picture-frame")).to_contain_text("elsewhere.test")
    assert asked
    assert all(url.startswith(here.world.playground.base_url) for url in asked)
