"""Red runs: each protection is taken out once, in a copy of the tree, and its test has to see that.

Entries stand in `removals/`, one module an area. `python -m tests.faults` runs what was not seen yet.
"""
