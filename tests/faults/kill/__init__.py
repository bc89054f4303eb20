"""Kill points: the program dies at each statement, commit and call of a story, and is started again.

The workspace lives in this process. The program is a fork of a warmed-up one (`warm.py`), reached over a socket,
and dies by `os._exit` at the point it was told. `python -m tests.faults.kill` runs all of it.
"""
