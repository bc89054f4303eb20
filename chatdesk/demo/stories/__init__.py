"""Stories that the demo plays on its page: what people of each policy live through, and which clause is at work."""

from __future__ import annotations

from chatdesk.demo.stories.advendio import ADVENDIO
from chatdesk.demo.stories.c2_atom import C2_ATOM
from chatdesk.demo.stories.catamarun import CATAMARUN
from chatdesk.demo.stories.cipplanner import CIPPLANNER
from chatdesk.demo.stories.codify import CODIFY
from chatdesk.demo.stories.guide import StoryGuide
from chatdesk.demo.stories.stage import Stage
from chatdesk.demo.stories.story import Story

__all__ = ["STORIES", "Stage", "Story", "StoryGuide"]

STORIES: tuple[Story, ...] = (*CATAMARUN, *C2_ATOM, *CIPPLANNER, *CODIFY, *ADVENDIO)
