"""Every benchmark in turn: `python -m benchmarks`, which `make bench` calls."""

import sys

from benchmarks import business_time, requests, simulation

sys.exit(max([business_time.main(), simulation.main(), requests.main()]))
