"""views.*: modals and App Home."""

from __future__ import annotations

from typing import Any

from ..validator import view_refusal
from ..views import View
from .call import Call, Refused

JSON = dict[str, Any]


def open_view(call: Call) -> JSON:
    content = _content(call, "modal")
    return _shown(call, call.views.open(_redeem(call), content))


def push(call: Call) -> JSON:
    content = _content(call, "modal")
    return _shown(call, call.views.push(_redeem(call), content))


def update(call: Call) -> JSON:
    """By `view_id` or `external_id`; with `hash` only if nobody changed the view since."""
    view = call.views.find(call.text("view_id"), call.text("external_id"))
    content = _content(call, None)
    if view is None:
        raise Refused("not_found")
    return _shown(call, call.views.update(view, content, call.text("hash")))


def publish(call: Call) -> JSON:
    content = _content(call, "home")
    user = call.required("user_id")
    if user not in call.workspace.people:
        raise Refused.argument("user_id", "user_not_found")
    return _shown(call, call.views.publish(user, content, call.text("hash")))


def _content(call: Call, kind: str | None) -> JSON:
    content = call.structure("view")
    if content is None:
        raise Refused.argument("", "missing required field: view")
    refusal = view_refusal(content, kind)
    if refusal:
        raise Refused.because(refusal)
    found: JSON = content
    return found


def _redeem(call: Call) -> str:
    return call.acts.triggers.redeem(call.required("trigger_id"))


def _shown(call: Call, view: View) -> JSON:
    return {"view": call.views.wire(view)}
