"""The JSON API behind the page. It asks for no password, so it answers only the page itself: foreign Host
and Origin headers are refused (DNS rebinding), and a change needs a header that no foreign form can send."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

from aiohttp import web

from .changes import Changes
from .control import Controls, Guide, TimeControl
from .interactions import Interactions
from .outbound import Outbound
from .outcome import Impossible, Outcome
from .page_state import PageState

JSON = dict[str, Any]
STATIC = Path(__file__).parent / "static"
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
HEARTBEAT_SECONDS = 15.0
SECURITY_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
CONTENT_TYPES = {
    ".html": "text/html",
    ".js": "text/javascript",
    ".css": "text/css",
    ".svg": "image/svg+xml",
    ".json": "application/json",
    ".png": "image/png",
    ".woff2": "font/woff2",
}


class PageApi:
    def __init__(
        self,
        interactions: Interactions,
        state: PageState,
        changes: Changes,
        outbound: Outbound,
        time_control: TimeControl | None,
        controls: Controls | None,
        guide: Guide | None = None,
    ) -> None:
        self._interactions = interactions
        self._acts = interactions.acts
        self._state = state
        self._changes = changes
        self._outbound = outbound
        self._time = time_control
        self._controls = controls
        self._guide = guide
        self._posts: dict[str, Callable[[JSON], Awaitable[Outcome]]] = {
            "say": lambda b: self._acts.say(b["as"], b["channel"], b["text"], b.get("thread_ts"), b.get("files") or ()),
            "upload": lambda b: self._acts.upload_encoded(b["as"], b["name"], b["content"]),
            "edit": lambda b: self._acts.edit(b["as"], b["channel"], b["ts"], b["text"]),
            "delete": lambda b: self._acts.delete(b["as"], b["channel"], b["ts"]),
            "react": lambda b: self._acts.react(b["as"], b["channel"], b["ts"], b["name"]),
            "dm": lambda b: self._acts.open_direct_message(b["as"], b["user"]),
            "home": lambda b: self._acts.open_home(b["as"]),
            "read": lambda b: self._acts.read(b["as"], b["channel"], b["ts"]),
            "click": self._click,
            "view": self._view,
            "shortcut": self._shortcut,
            "time": self._step,
            "control": self._choose,
            "story": self._tell,
        }

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/page/state", self._get_state),
            web.get("/page/channel/{channel}", self._get_channel),
            web.get("/page/thread/{channel}/{ts}", self._get_thread),
            web.get("/page/changes", self._get_changes),
            web.post("/page/{act}", self._post),
            web.get("/archives/{channel}/{message}", self._follow_permalink),
            web.get("/{path:[^/]*}", self._file),
            web.get("/{path:(?!api/|page/|response/|archives/).*}", self._file),
        ]

    async def _get_state(self, request: web.Request) -> web.Response:
        return web.json_response(self._state.whole(request.query.get("as")))

    async def _get_channel(self, request: web.Request) -> web.Response:
        user = request.query.get("as", "")
        place = self._acts.place(user, request.match_info["channel"])
        return web.json_response(self._state.channel(user, place))

    async def _get_thread(self, request: web.Request) -> web.Response:
        user = request.query.get("as", "")
        place = self._acts.place(user, request.match_info["channel"])
        return web.json_response(self._state.thread(user, place, request.match_info["ts"]))

    async def _get_changes(self, request: web.Request) -> web.StreamResponse:
        """Server-sent events: the revision now, and again after every change."""
        response = web.StreamResponse(headers=SECURITY_HEADERS | {"Content-Type": "text/event-stream"})
        await response.prepare(request)
        revision = -1
        try:
            while True:
                try:
                    async with asyncio.timeout(HEARTBEAT_SECONDS):
                        revision = await self._changes.after(revision)
                    data = json.dumps({"revision": revision})
                    await response.write(f"data: {data}\n\n".encode())
                except TimeoutError:
                    await response.write(b": still here\n\n")
        except ConnectionResetError:
            return response

    async def _post(self, request: web.Request) -> web.Response:
        act = self._posts.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound(text="no such act")
        try:
            body = await request.json()
            if not isinstance(body, dict):
                raise TypeError("the body is no object")
            outcome = await act(body)
        except (json.JSONDecodeError, KeyError, TypeError, AttributeError) as wrong:
            return web.json_response({"ok": False, "error": f"malformed request: {wrong!r}"}, status=400)
        await self._outbound.send_due_retries()
        return web.json_response(outcome.as_json())

    async def _click(self, body: JSON) -> Outcome:
        return await self._interactions.click(
            body["as"],
            body["channel"],
            body["ts"],
            body["action_id"],
            body.get("block_id"),
            _chosen(body),
        )

    async def _view(self, body: JSON) -> Outcome:
        user, view_id, values = body["as"], body["view_id"], body.get("values")
        match body["act"]:
            case "click":
                return await self._interactions.click_in_view(
                    user, view_id, body["action_id"], body.get("block_id"), _chosen(body), values
                )
            case "submit":
                return await self._interactions.submit(user, view_id, values)
            case "close":
                return await self._interactions.close(user, view_id, bool(body.get("clear")))
        raise KeyError(body["act"])

    async def _shortcut(self, body: JSON) -> Outcome:
        return await self._interactions.shortcut(body["as"], body["callback_id"], body.get("channel"), body.get("ts"))

    async def _step(self, body: JSON) -> Outcome:
        if self._time is None:
            return Outcome("There is no clock to move here.")
        try:
            notice = await self._time.step(body["step"])
        except ValueError as refused:
            return Outcome(str(refused))
        self._changes.bump()
        return Outcome(notice=notice)

    async def _choose(self, body: JSON) -> Outcome:
        if self._controls is None:
            return Outcome("There is nothing to choose here.")
        try:
            notice = await self._controls.choose(body["key"], body["value"])
        except ValueError as refused:
            return Outcome(str(refused))
        self._changes.bump()
        return Outcome(notice=notice)

    async def _tell(self, body: JSON) -> Outcome:
        if self._guide is None:
            return Outcome("There are no stories here.")
        place = None
        try:
            match body["act"]:
                case "start":
                    await self._guide.start(body["key"])
                case "next":
                    place = await self._guide.next()
                case "rest":
                    place = await self._guide.rest()
                case "leave":
                    await self._guide.leave()
                case unknown:
                    raise KeyError(unknown)
        except ValueError as refused:
            return Outcome(str(refused))
        finally:
            self._changes.bump()
        return Outcome(more={"place": place} if place else {})

    async def _follow_permalink(self, request: web.Request) -> web.Response:
        digits = request.match_info["message"].removeprefix("p")
        where = {"channel": request.match_info["channel"], "ts": f"{digits[:-6]}.{digits[-6:]}"}
        if "thread_ts" in request.query:
            where["thread"] = request.query["thread_ts"]
        raise web.HTTPFound(f"/?{urlencode(where)}")

    async def _file(self, request: web.Request) -> web.StreamResponse:
        path = (STATIC / (request.match_info["path"] or "index.html")).resolve()
        content_type = CONTENT_TYPES.get(path.suffix)
        if not path.is_relative_to(STATIC.resolve()) or not path.is_file() or not content_type:
            raise web.HTTPNotFound(text="not found")
        charset = "utf-8" if content_type.startswith("text/") or path.suffix == ".json" else None
        return web.Response(body=path.read_bytes(), content_type=content_type, charset=charset)


@web.middleware
async def guard(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuses strangers at the page's door, and turns what nobody could do into a 404."""
    if request.path.startswith(("/api/", "/response/")):
        return await handler(request)
    if not _is_own(f"//{request.host}"):
        raise web.HTTPForbidden(text="this page answers on the loopback only")
    origin = request.headers.get("Origin")
    if origin and (not _is_own(origin) or urlsplit(origin).netloc != request.host):
        raise web.HTTPForbidden(text="this page answers only itself")
    if request.method == "POST" and request.headers.get("X-Playground") != "1":
        raise web.HTTPForbidden(text="a change needs the header X-Playground: 1")
    try:
        response = await handler(request)
    except Impossible as impossible:
        response = web.json_response({"ok": False, "error": str(impossible)}, status=404)
    if not response.prepared:
        response.headers.update(SECURITY_HEADERS)
    return response


def _is_own(url: str) -> bool:
    name = urlsplit(url).netloc.rpartition(":")[0] or urlsplit(url).netloc
    return name in LOOPBACK_NAMES or urlsplit(url).netloc in LOOPBACK_NAMES


def _chosen(body: JSON) -> Any:
    """What was chosen or typed, under any of the names that the page may use."""
    return next((body[key] for key in ("value", "selected") if key in body), None)
