"""A directory on two platforms: some of a Slack-only cast get a second address, on Teams."""

from dataclasses import replace

from chatdesk.core.directory import Directory
from chatdesk.core.places import Identity, Place
from tests.store.desk_world import DIRECTORY

OUR_TENANT = "11111111-1111-4111-8111-111111111111"
MALIK_ON_TEAMS = Identity("teams", OUR_TENANT, "aaaaaaaa-0000-4000-8000-000000000001")
GRACE_ON_TEAMS = Identity("teams", OUR_TENANT, "aaaaaaaa-0000-4000-8000-000000000002")
ENGINEERS_ON_TEAMS = Place("teams", OUR_TENANT, "19:desk@thread.tacv2")
ON_CALL_ON_TEAMS = Place("teams", OUR_TENANT, "19:oncall@thread.tacv2")
HARBOR_ON_TEAMS = Place("teams", OUR_TENANT, "19:harbor@thread.tacv2")


def with_teams(who: Directory) -> Directory:
    """Malik and Grace, our channels engineers and on_call, and Harbor Grid's channel; each after its Slack address."""
    on_teams = {"malik": MALIK_ON_TEAMS, "grace": GRACE_ON_TEAMS}
    return replace(
        who,
        organisation=replace(who.organisation, tenants=(*who.organisation.tenants, ("teams", OUR_TENANT))),
        channels=(*who.channels, ("engineers", ENGINEERS_ON_TEAMS), ("on_call", ON_CALL_ON_TEAMS)),
        people=tuple(
            replace(one, identities=(*one.identities, on_teams[one.id])) if one.id in on_teams else one
            for one in who.people
        ),
        customers=tuple(
            replace(one, channels=(*one.channels, HARBOR_ON_TEAMS)) if one.id == "harbor" else one
            for one in who.customers
        ),
    )


BOTH = with_teams(DIRECTORY)
