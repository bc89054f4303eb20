"""The SDK's seams, filled with our own: its way in trusts nobody by itself, its way out goes through `Calls`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from botbuilder.schema import Activity, ConversationParameters, ConversationResourceResponse, ResourceResponse
from botframework.connector.auth import BotFrameworkAuthentication, ClaimsIdentity
from botframework.connector.auth.authenticate_request_result import AuthenticateRequestResult
from botframework.connector.auth.connector_factory import ConnectorFactory

from chatdesk.adapters.teams.auth import Caller, Refused
from chatdesk.adapters.teams.calls import JSON, Calls


class Whole(Activity):  # type: ignore[misc]  # the SDK has no types
    """An activity that goes out as the JSON it was made of: the SDK's own schema drops what it does not know."""

    def __init__(self, wire: Mapping[str, Any], id: str | None = None) -> None:
        super().__init__(type=wire.get("type") or "message", id=id)
        self.wire = wire


class NewConversation(ConversationParameters):  # type: ignore[misc]
    """Parameters that go out as they are. `made` are the conversation's id and its first activity's, once it is."""

    def __init__(self, wire: Mapping[str, Any]) -> None:
        super().__init__()
        self.wire = wire
        self.made: tuple[str, str | None] | None = None


class Conversations:
    """What the SDK calls of a connector, with the SDK's own names."""

    def __init__(self, calls: Calls, service_url: str) -> None:
        self._calls = calls
        self._service_url = service_url

    async def send_to_conversation(self, conversation_id: str, activity: Activity) -> ResourceResponse:
        sent = await self._calls.send(self._service_url, conversation_id, _json_of(activity, conversation_id))
        return ResourceResponse(id=sent)

    async def reply_to_activity(self, conversation_id: str, activity_id: str, activity: Activity) -> ResourceResponse:
        """In Teams the conversation's id says which thread it is; what is replied to changes nothing."""
        return await self.send_to_conversation(conversation_id, activity)

    async def update_activity(self, conversation_id: str, activity_id: str, activity: Activity) -> ResourceResponse:
        body = _json_of(activity, conversation_id)
        await self._calls.update(self._service_url, conversation_id, activity_id, body)
        return ResourceResponse(id=activity_id)

    async def create_conversation(self, parameters: NewConversation) -> ConversationResourceResponse:
        parameters.made = await self._calls.create(self._service_url, parameters.wire)
        conversation_id, activity_id = parameters.made
        return ConversationResourceResponse(id=conversation_id, activity_id=activity_id, service_url=self._service_url)


class Connector:
    def __init__(self, calls: Calls, service_url: str) -> None:
        self.conversations = Conversations(calls, service_url)


class Connectors(ConnectorFactory):  # type: ignore[misc]
    def __init__(self, calls: Calls) -> None:
        self._calls = calls

    async def create(self, service_url: str, audience: str | None) -> Connector:
        return Connector(self._calls, service_url)


class Seams(BotFrameworkAuthentication):  # type: ignore[misc]
    """Given to the SDK's adapter. Requests are let in by a Gate before the SDK sees them, and by nothing else."""

    def __init__(self, calls: Calls) -> None:
        self._connectors = Connectors(calls)

    def let_in(self, caller: Caller) -> AuthenticateRequestResult:
        """What the SDK wants to know of a caller whom a Gate has admitted."""
        result = AuthenticateRequestResult()
        result.claims_identity = ClaimsIdentity(dict(caller.claims), True)
        result.connector_factory = self._connectors
        return result

    async def authenticate_request(self, activity: Activity, auth_header: str) -> AuthenticateRequestResult:
        raise Refused("no gate was passed")

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise Refused("streaming is not spoken")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> Connectors:
        return self._connectors

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """Nobody signs in to anything through chatdesk."""
        return None


def _json_of(activity: Activity, conversation_id: str) -> JSON:
    if not isinstance(activity, Whole):
        written: JSON = activity.serialize()
        return written
    sender = activity.from_property
    return {
        **activity.wire,
        "type": activity.type,
        "conversation": {"id": conversation_id},
        **({"from": {"id": sender.id}} if sender is not None else {}),
    }
