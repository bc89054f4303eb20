"""Who the page answers, and with which files."""

from pathlib import Path

import pytest
from yarl import URL

from tests.playground.bolt_app import world as make_world
from tests.playground.page_client import Page


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.test"},
        {"Host": "evil.test:8800"},
        {"Origin": "http://evil.test"},
        {"Origin": "http://127.0.0.1:1"},
        {"Origin": "null"},
        {"X-Playground": "0"},
    ],
)
async def test_only_the_page_itself_is_answered(page: Page, headers: dict[str, str]) -> None:
    said = {"as": "U0ANA", "channel": "C0TEAM", "text": "forged"}
    sent = {"X-Playground": "1"} | headers
    async with page.http.post("/page/say", json=said, headers=sent) as response:
        assert response.status == 403
    if "X-Playground" not in headers:
        for path in ("/page/state?as=U0ANA", "/"):
            async with page.http.get(path, headers=headers) as response:
                assert response.status == 403
    assert await page.texts("C0TEAM", "U0ANA") == []


async def test_the_page_itself_is_served_with_a_strict_policy_and_nothing_beside_it(page: Page) -> None:
    async with page.http.get("/", headers={"Origin": page.world.playground.base_url}) as response:
        assert (response.status, response.content_type) == (200, "text/html")
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    async with page.http.get("/app.js") as response:
        assert response.content_type == "text/javascript"


async def test_no_file_outside_the_pages_own_is_served(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "static" / "deep").mkdir(parents=True)
    (tmp_path / "static" / "deep" / "mine.json").write_text("{}")
    (tmp_path / "static" / "mine.py").write_text("")
    (tmp_path / "theirs.json").write_text("{}")
    monkeypatch.setattr("chatdesk.playground.page_api.STATIC", tmp_path / "static")
    paths = {"deep/mine.json": 200, "mine.py": 404, "none.json": 404, "deep": 404}
    paths |= {"..%2ftheirs.json": 404, "deep/..%2f..%2ftheirs.json": 404, "%2e%2e/theirs.json": 404}
    for path, status in paths.items():
        async with page.http.get(URL(f"{page.world.playground.base_url}/{path}", encoded=True)) as response:
            assert (path, response.status) == (path, status)


async def test_a_malformed_request_is_answered_and_not_a_crash(page: Page) -> None:
    for body in ({}, {"as": "U0ANA"}, {"as": "U0ANA", "channel": "C0TEAM", "text": 7}):
        assert (await page.post("say", **body))["status"] == 400
    assert (await page.post("view", **{"as": "U0ANA", "view_id": "V", "act": "dance"}))["status"] == 400
    async with page.http.post("/page/say", data="[]", headers={"X-Playground": "1"}) as response:
        assert response.status == 400


async def test_the_playground_listens_on_the_loopback_only() -> None:
    with pytest.raises(ValueError, match="loopback only"):
        async with make_world(host="0.0.0.0"):
            pass
