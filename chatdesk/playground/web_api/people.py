"""users.*, usergroups.*, team.info, bots.info, auth.test."""

from __future__ import annotations

from typing import Any

from ..seed import Person
from ..wire import person_json
from .call import Call, Refused, page

JSON = dict[str, Any]


def auth_test(call: Call) -> JSON:
    workspace = call.workspace
    return {
        "url": f"{call.base_url}/",
        "team": workspace.home.name,
        "user": workspace.bot.name,
        "team_id": workspace.home.id,
        "user_id": workspace.bot.id,
        "bot_id": workspace.seed.app.bot_id,
        "is_enterprise_install": False,
    }


def api_test(call: Call) -> JSON:
    if call.text("error"):
        raise Refused(str(call.text("error")), args=call.args)
    return {"args": call.args}


def info(call: Call) -> JSON:
    person = call.workspace.people.get(call.required("user"))
    if person is None:
        raise Refused("user_not_found")
    return {"user": _shown(call, person)}


def listing(call: Call) -> JSON:
    """Everybody of the home team, its guests included; people of foreign teams are left out, as in Slack."""
    home = [person for person in call.workspace.people.values() if person.team_id == call.workspace.home.id]
    found, cursor = page(call, home, 200, 1000)
    return {
        "members": [_shown(call, person) for person in found],
        "cache_ts": int(call.workspace.now().timestamp()),
        "response_metadata": {"next_cursor": cursor},
    }


def lookup_by_email(call: Call) -> JSON:
    email = call.required("email").lower()
    for person in call.workspace.people.values():
        if person.email.lower() == email and not call.workspace.is_foreign(person.id):
            return {"user": _shown(call, person)}
    raise Refused("users_not_found")


def user_group_members(call: Call) -> JSON:
    groups = dict(call.workspace.seed.user_groups)
    if call.required("usergroup") not in groups:
        raise Refused("no_such_subteam")
    return {"users": list(groups[call.required("usergroup")])}


def team_info(call: Call) -> JSON:
    team = call.workspace.teams.get(call.text("team") or call.workspace.home.id)
    if team is None:
        raise Refused("team_not_found")
    domain = team.domain or team.name.lower()
    return {"team": {"id": team.id, "name": team.name, "domain": domain, "email_domain": ""}}


def bot_info(call: Call) -> JSON:
    app = call.workspace.seed.app
    if call.text("bot") != app.bot_id:
        raise Refused("bot_not_found")
    shown = {"id": app.bot_id, "deleted": False, "name": app.name, "app_id": app.app_id}
    return {"bot": shown | {"user_id": app.bot_user_id, "updated": 0}}


def _shown(call: Call, person: Person) -> JSON:
    return person_json(
        call.workspace,
        person,
        call.workspace.now(),
        with_locale=call.flag("include_locale"),
        with_email="users:read.email" in call.installation.scopes,
    )
