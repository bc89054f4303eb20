"""`chatdesk teams …` on a machine that has little else."""

import subprocess
import sys
from pathlib import Path

import pytest

from chatdesk.cli import main


def test_the_app_package_is_written_without_any_chat_library(tmp_path: Path) -> None:
    asked = ["teams", "package", "--app-id", "1b9c0f6e-3a52-4c0e-9d3c-0f4f1c6b7a21", "--host", "chat.example.com"]
    script = (
        "import sys; from chatdesk.cli import main; main_error = None\n"
        f"sys.argv = ['chatdesk', *{asked!r}, '--out', {str(tmp_path)!r}]\n"
        "try: main()\n"
        "except SystemExit as ended: assert not ended.code, ended.code\n"
        "heavy = {'botbuilder', 'botframework', 'msal', 'slack_bolt', 'aiohttp', 'sqlalchemy'} & set(sys.modules)\n"
        "assert not heavy, heavy"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert len(list(tmp_path.glob("*.zip"))) == 2


def test_a_playground_that_is_not_installed_is_told_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    # For the life of a process; this one goes on.
    monkeypatch.setattr("chatdesk.logs.configure_logs", lambda level: None)
    monkeypatch.setattr(sys, "argv", ["chatdesk", "teams", "playground", "--program", "nowhere", "--port", "0"])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 2
    told = capsys.readouterr().err.strip()
    assert told.splitlines()[-1] == "the Agents Playground is not in nowhere, or Node is missing; see README.md"
