"""From the outbox to the platforms: claim, write in the reader's words, send, record."""

from chatdesk.delivery.delivery import Delivered, Delivery
from chatdesk.delivery.sender import Reads, Sender, SendFailed

__all__ = ["Delivered", "Delivery", "Reads", "SendFailed", "Sender"]
