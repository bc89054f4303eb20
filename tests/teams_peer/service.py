"""The connector of a tenant: what bots post stands among its people's messages, or is refused in Teams' codes."""

from __future__ import annotations

from tests.teams_peer.connector import JSON, Call, FakeConnector, Refusal
from tests.teams_peer.tenant import Refused, Tenant


class TenantConnector(FakeConnector):
    """Answers from the tenant instead of by rote; calls are kept and faults scripted as in any other."""

    def __init__(self, tenant: Tenant, token: str) -> None:
        super().__init__(token)
        self._tenant = tenant

    def _carried_out(self, call: Call) -> JSON:
        if call.headers.get("Authorization") != f"Bearer {self.token}":
            raise Refusal(401, "Unauthorized")
        try:
            return self._answered(call)
        except Refused as refused:
            raise Refusal(refused.status, refused.code) from refused

    def _answered(self, call: Call) -> JSON:
        tenant = self._tenant
        match (call.method, call.parts):
            case ("POST", ()):
                conversation_id, activity_id = tenant.create(call.body)
                return {"id": conversation_id, "activityId": activity_id, "serviceUrl": self.service_url()}
            case ("POST", (conversation, "activities", *_)):
                return {"id": tenant.send(conversation, call.body, call.is_targeted)}
            case ("PUT", (conversation, "activities", activity_id)):
                tenant.update(conversation, activity_id, call.body)
                return {"id": activity_id}
            case ("GET", (conversation, "members", user)):
                return tenant.member(conversation, user)
        raise Refusal(404, "NotFound")
