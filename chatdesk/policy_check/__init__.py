"""What is odd in a policy that can be used: everything a program can see, and what readers declared."""

from chatdesk.policy_check.checking import check
from chatdesk.policy_check.finding import CODES, Finding, Waiver

__all__ = ["CODES", "Finding", "Waiver", "check"]
