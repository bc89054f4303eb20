"""Files that come with a message in Slack: their names, and the links by which the other side opens them."""

from __future__ import annotations

from chatdesk.adapters.slack.parse import text_of


def test_a_file_stands_by_name_with_its_link_below() -> None:
    files = [
        {"name": "log.txt", "permalink": "https://northwind.slack.com/files/U1/F1/log.txt"},
        {"name": "old.txt"},
        {"name": "bad.txt", "permalink": "javascript:alert(1)"},
        {"mode": "tombstone"},
    ]
    assert text_of({"text": "the logs", "files": files}).splitlines() == [
        "the logs",
        "📎 log.txt",
        "https://northwind.slack.com/files/U1/F1/log.txt",
        "📎 old.txt",
        "📎 bad.txt",
    ]
    assert text_of({"text": "words alone"}) == "words alone"
