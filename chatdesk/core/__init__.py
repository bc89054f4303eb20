"""The rules: cases, clocks, tiers. Pure: no I/O, no clock of its own, no words a person reads."""
