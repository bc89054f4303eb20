"""files.*, and the bytes behind a file's addresses."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from aiohttp import web

from ..files import Shelf, file_json
from .call import Call, Refused

JSON = dict[str, Any]


def info(call: Call) -> JSON:
    file = call.workspace.shelf.files.get(call.required("file"))
    if file is None:
        raise Refused("file_not_found")
    return {"file": file_json(call.workspace, file), "comments": [], "response_metadata": {"next_cursor": ""}}


class FileServer:
    """An app reads a file with a token of its own; a person of the page by the file's permalink."""

    def __init__(self, shelf: Shelf, tokens: Callable[[], Collection[str]]) -> None:
        self._shelf = shelf
        self._tokens = tokens

    def routes(self) -> list[web.RouteDef]:
        return [
            web.get("/files-pri/{user}/{id}/{name}", self._private),
            web.get("/files/{user}/{id}/{name}", self._page),
        ]

    async def _private(self, request: web.Request) -> web.Response:
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        if token not in self._tokens():
            # Slack shows its page for signing in, with a status that says that all is well.
            return web.Response(text="<html>Sign in</html>", content_type="text/html")
        return self._found(request)

    async def _page(self, request: web.Request) -> web.Response:
        return self._found(request)

    def _found(self, request: web.Request) -> web.Response:
        file = self._shelf.files.get(request.match_info["id"])
        if file is None:
            raise web.HTTPNotFound(text="there is no such file")
        # Whatever somebody uploaded is shown as it is and never run.
        headers = {"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff"}
        return web.Response(body=file.content, content_type=file.type[1], headers=headers)
