"""The demo: the real program beside a Slack workspace on the loopback, both on one clock that can be moved forward."""
