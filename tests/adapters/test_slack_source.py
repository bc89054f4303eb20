"""What the text of the Slack adapter may not hold, so that nobody's next change can forget it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from slack_sdk.web.async_client import AsyncWebClient

ADAPTER = Path(__file__).parents[2] / "chatdesk" / "adapters" / "slack"
FILES = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ADAPTER.glob("*.py"))}
METHODS = {name for name in vars(AsyncWebClient) if "_" in name.strip("_") and not name.startswith("_")}
# Doing one of these twice is seen: by Slack's documentation there is no key that makes the second one nothing.
NOT_TWICE = {"chat_postMessage", "chat_postEphemeral", "chat_scheduleMessage", "views_open", "views_push"}
# Whole lists of a workspace take minutes under Slack's limits, and leave out people of other organisations.
NEVER = {"conversations_list", "users_list", "users_conversations", "chat_scheduleMessage"}
# What writes Slack's markup. Everything else gives it pieces of a card.
WRITES_MARKUP = {("inlines.py", "markup"), ("inlines.py", "when"), ("blocks.py", "mrkdwn")}


def test_markup_is_written_in_three_functions_and_nowhere_else() -> None:
    """An f-string with somebody's words in it is how bots get to ping a whole channel."""
    for name, function, node in _nodes():
        if (name, function) in WRITES_MARKUP:
            continue
        if isinstance(node, ast.Dict):
            values = [value.value for value in node.values if isinstance(value, ast.Constant)]
            assert "mrkdwn" not in values, f"{name}, {function}: a block in markup that blocks.mrkdwn did not make"
        if isinstance(node, ast.JoinedStr):
            said = "".join(part.value for part in node.values if isinstance(part, ast.Constant))
            assert not set(said) & set("<>"), f"{name}, {function}: this f-string writes markup"
        if isinstance(node, ast.Call) and _called(node) == "mrkdwn":
            (given,) = node.args
            assert not _is_put_together(given), f"{name}, {function}: mrkdwn() takes what markup() made"


def test_whatever_is_put_into_markup_is_escaped_there() -> None:
    for name, function, node in _nodes():
        if (name, function) not in {("inlines.py", "markup"), ("inlines.py", "when")}:
            continue
        if not isinstance(node, ast.JoinedStr):
            continue
        for part in node.values:
            if isinstance(part, ast.FormattedValue):
                told = ast.unparse(part.value)
                is_safe = told.startswith(("esc(", "clamp_escaped(")) or told in _SAFE_IN_MARKUP
                assert is_safe, f"{name}, {function}: {told} stands in markup as it is"


def test_nothing_we_post_unfurls_or_turns_names_into_mentions() -> None:
    posts = edits = 0
    for name, function, node in _calls():
        method = _called(node)
        told = {keyword.arg: keyword.value for keyword in node.keywords}
        if method in ("chat_postMessage", "chat_postEphemeral", "chat_update"):
            assert _is_false(told.get("link_names")), f"{name}, {function}: {method} without link_names=False"
            edits += method == "chat_update"
        if method == "chat_postMessage":
            assert _is_false(told.get("unfurl_links")), f"{name}, {function}: {method} without unfurl_links=False"
            assert _is_false(told.get("unfurl_media")), f"{name}, {function}: {method} without unfurl_media=False"
            posts += 1
    assert posts >= 2 and edits >= 1, "calls are overlooked: mend the search"


def test_what_would_be_seen_twice_is_never_called_as_if_it_could_be_repeated() -> None:
    seen = 0
    for name, function, node in _calls():
        if _called(node) != "call":
            continue
        methods = {_called(inner) for inner in ast.walk(node.args[0]) if isinstance(inner, ast.Call)}
        repeats = next(keyword.value for keyword in node.keywords if keyword.arg == "may_repeat")
        if methods & NOT_TWICE:
            assert _is_false(repeats), f"{name}, {function}: {methods & NOT_TWICE} must not be repeated"
            seen += 1
    assert seen >= 4, "calls are overlooked: mend the search"


def test_every_call_goes_where_its_failure_is_understood() -> None:
    """By `call`, directly or through a function of the same file that does; nothing of the network gets past it."""
    for name, tree in FILES.items():
        if name == "client.py":
            continue
        called = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and _called(n) in METHODS]
        awaited = [n for n in ast.walk(tree) if isinstance(n, ast.Await) and n.value in called]
        assert not awaited, f"{name}: awaited beside call(): {[ast.unparse(n) for n in awaited]}"


def test_no_list_of_the_whole_workspace_is_ever_asked_for() -> None:
    for name, function, node in _nodes():
        if isinstance(node, ast.Attribute):
            assert node.attr not in NEVER, f"{name}, {function}: {node.attr}"


def test_nothing_holds_up_the_loop() -> None:
    """A call that waits without await keeps every other person waiting, past the three seconds that Slack gives."""
    for name, function, node in _nodes():
        if isinstance(node, ast.Call):
            told = ast.unparse(node.func)
            assert told not in ("time.sleep", "open", "requests.get", "requests.post"), f"{name}, {function}: {told}"
        if isinstance(node, ast.Import | ast.ImportFrom):
            asked = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
            assert not asked & {"requests", "urllib.request", "sqlite3"}, f"{name}: {asked}"
            assert not any("chatdesk.store" in one for one in asked), f"{name}: the store is reached by run() alone"


_SAFE_IN_MARKUP = {
    # Escaped where it was made, two lines above.
    "bare",
    "bare.strip()",
    "fallback",
    # Letters and digits alone.
    "place.channel",
    "int(inline.at.timestamp())",
    "_DATES[inline.style]",
}


def _nodes() -> Iterator[tuple[str, str, ast.AST]]:
    """Every node with its file and the function it stands in."""
    for name, tree in FILES.items():
        inside: dict[ast.AST, str] = {}
        for function in ast.walk(tree):
            if isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
                inside.update(dict.fromkeys(ast.walk(function), function.name))
        for node in ast.walk(tree):
            yield name, inside.get(node, ""), node


def _calls() -> Iterator[tuple[str, str, ast.Call]]:
    for name, function, node in _nodes():
        if isinstance(node, ast.Call):
            yield name, function, node


def _called(node: ast.Call) -> str:
    called = node.func
    if isinstance(called, ast.Attribute):
        return called.attr
    return called.id if isinstance(called, ast.Name) else ""


def _is_put_together(node: ast.expr) -> bool:
    return any(isinstance(inner, ast.JoinedStr | ast.BinOp) for inner in ast.walk(node))


def _is_false(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is False
