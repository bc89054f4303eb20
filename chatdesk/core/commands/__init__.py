"""What may be asked of a case, in the order of its life. Imperative; refused or turned into events by `decide`.

A `…_id` of a text points into the texts the desk stores in the same transaction; the core
never holds what people wrote. `said_at` is the platform's own timestamp of the message.
"""

from chatdesk.core.commands.agreement import AcceptTerm, AnnounceRelease, DeclineTerm, NoteRelease, OfferTerm
from chatdesk.core.commands.base import Command, Tick
from chatdesk.core.commands.change import (
    AddCriterion,
    ApproveCriterion,
    EvaluateChange,
    RefuseCriterion,
    ScheduleChange,
    WriteNeeds,
)
from chatdesk.core.commands.ending import Approve, Close, LinkTo, MergeInto, Reject, Reopen, Resolve, Withdraw
from chatdesk.core.commands.escalation import AcceptTier, Ask, DeclineTier, DeEscalate, Escalate, TakeEscalation
from chatdesk.core.commands.load import ApproveLoad, DeclineLoad
from chatdesk.core.commands.opening import Open
from chatdesk.core.commands.outage import EndOutage, MarkOutage
from chatdesk.core.commands.policy import Migrate
from chatdesk.core.commands.report import AuthoriseReport, DeclineReport, LearnCorrection, Rate
from chatdesk.core.commands.severity import DeclineSeverity, SetSeverity
from chatdesk.core.commands.words import ChangeWords, DeleteWords
from chatdesk.core.commands.work import (
    Acknowledge,
    Assign,
    FinishAnalysis,
    HandOff,
    NameElsewhere,
    Note,
    OfferWorkaround,
    Reply,
    Resume,
    WaitOn,
)
from chatdesk.core.commands.workplace import LoseOwner, LoseRequester, NoteOutsiders

__all__ = [
    "AcceptTerm",
    "AcceptTier",
    "Acknowledge",
    "AddCriterion",
    "AnnounceRelease",
    "Approve",
    "ApproveCriterion",
    "ApproveLoad",
    "Ask",
    "Assign",
    "AuthoriseReport",
    "ChangeWords",
    "Close",
    "Command",
    "DeEscalate",
    "DeclineLoad",
    "DeclineReport",
    "DeclineSeverity",
    "DeclineTerm",
    "DeclineTier",
    "DeleteWords",
    "EndOutage",
    "Escalate",
    "EvaluateChange",
    "FinishAnalysis",
    "HandOff",
    "LearnCorrection",
    "LinkTo",
    "LoseOwner",
    "LoseRequester",
    "MarkOutage",
    "MergeInto",
    "Migrate",
    "NameElsewhere",
    "Note",
    "NoteOutsiders",
    "NoteRelease",
    "OfferTerm",
    "OfferWorkaround",
    "Open",
    "Rate",
    "RefuseCriterion",
    "Reject",
    "Reopen",
    "Reply",
    "Resolve",
    "Resume",
    "ScheduleChange",
    "SetSeverity",
    "TakeEscalation",
    "Tick",
    "WaitOn",
    "Withdraw",
    "WriteNeeds",
]
