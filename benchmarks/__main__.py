"""Every benchmark in turn: `python -m benchmarks`, which `make bench` calls."""

import sys

from benchmarks import business_time

sys.exit(business_time.main())
