"""Policy files: from YAML to a core policy, refused with file, line and advice where something is wrong."""

from chatdesk.policy_files.findings import Finding, PolicyError
from chatdesk.policy_files.reading import WholeFile, find_policy, read_policy, read_whole, shipped_policies
from chatdesk.policy_files.spans import span_of, span_words

__all__ = [
    "Finding",
    "PolicyError",
    "WholeFile",
    "find_policy",
    "read_policy",
    "read_whole",
    "shipped_policies",
    "span_of",
    "span_words",
]
