"""What changes in the promise when one policy takes another's place: values compared, told in words."""

from chatdesk.policy_diff.comparing import Difference, Effect, compare

__all__ = ["Difference", "Effect", "compare"]
