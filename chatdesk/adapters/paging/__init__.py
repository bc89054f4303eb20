"""What wakes people: PagerDuty, Opsgenie, a signed webhook, e-mail."""

from chatdesk.adapters.paging.hosts import Hosts
from chatdesk.adapters.paging.mail import MailAccount
from chatdesk.adapters.paging.send import PagingSender

__all__ = ["Hosts", "MailAccount", "PagingSender"]
