"""What Slack refuses. Written from Slack's documentation, before and apart from any app's messages: to
loosen it so that a message passes is a defect."""

from .messages import message_refusal
from .refusal import Finding, Refusal
from .views import view_refusal

__all__ = ["Finding", "Refusal", "message_refusal", "view_refusal"]
