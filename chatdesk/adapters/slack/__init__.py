"""Slack: what it sends becomes wishes, what is told becomes its JSON."""

from chatdesk.adapters.slack.front import SlackFront, build_slack

__all__ = ["SlackFront", "build_slack"]
