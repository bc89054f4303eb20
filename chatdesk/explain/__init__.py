"""How due times and tiers come about: worked out, and for the command line as a page or as plain values."""

from chatdesk.explain.working import ELAPSED, ExplainedClock, ExplainedTier, Explanation, explain, explain_clock

__all__ = ["ELAPSED", "ExplainedClock", "ExplainedTier", "Explanation", "explain", "explain_clock"]
