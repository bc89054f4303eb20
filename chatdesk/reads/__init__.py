"""Authorised questions. Nothing here changes anything."""

from chatdesk.reads.pages import Home, Page
from chatdesk.reads.reads import Reads
from chatdesk.store.figures import Solved
from chatdesk.store.lists import Scope

__all__ = ["Home", "Page", "Reads", "Scope", "Solved"]
