# Every target makes its own virtual environment first; Python 3.11 or newer, git and make are all it needs.

VENV  := .venv
PY    := $(VENV)/bin/python
FOR_DEMO := $(VENV)/.installed-demo
FOR_TEST := $(VENV)/.installed-test
PYTHONS := 3.11 3.12 3.13 3.14
FOR_NODE := tests/node/node_modules/.installed
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable

# The newest Python there is that can also make virtual environments.
find_python = for python in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	  $$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1 \
	  && command -v $$python && break; done

.PHONY: help demo teams-playground test node pythons suite lint bench faults docs venv clean

help:
	@echo "make demo   try chatdesk: a small chat workspace in your browser, nothing else needed"
	@echo "make teams-playground  the same with a Microsoft Teams beside it: Microsoft's own Agents Playground (needs npm)"
	@echo "make test   lint, then every test; prints the ten slowest"
	@echo "make pythons  the tests with every Python from 3.11 to 3.14 that is here"
	@echo "make bench  figures beside their peers, measured in one run"
	@echo "make faults break each protection once and see its test fail, kill the program at every point (takes a while)"
	@echo "make docs   write what is generated under docs/"
	@echo "make lint   ruff, mypy and the import rules"
	@echo "make clean  remove the virtual environment and what the demo left"

demo: $(FOR_DEMO)
	@$(VENV)/bin/chatdesk demo $(ARGS)

# Microsoft's program comes under its own terms: it is installed here, when somebody asks for it, and never shipped.
teams-playground: $(FOR_DEMO)
	@command -v npm >/dev/null || { echo "The Agents Playground needs Node and npm: nodejs.org, or apt-get install npm." >&2; exit 1; }
	@$(MAKE) --silent --no-print-directory $(FOR_NODE)
	@$(VENV)/bin/chatdesk teams playground --program tests/node/node_modules/@microsoft/m365agentsplayground $(ARGS)

test: lint node
	@$(PY) -m pytest -q --durations=10 -n auto --dist worksteal $(ARGS)

lint: $(FOR_TEST)
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check .
	@$(PY) -m mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo >$(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }

# One environment for each Python, on the path or pyenv's, beside the usual one; a Python that is not here is named.
pythons: node
	@for version in $(PYTHONS); do \
	  for python in python$$version $$HOME/.pyenv/versions/$$version.*/bin/python; do \
	    $$python -c 'import venv, ensurepip' >/dev/null 2>&1 && break; \
	    python=; \
	  done; \
	  if [ -n "$$python" ]; then \
	    echo "With Python $$version:"; \
	    $(MAKE) --no-print-directory VENV=.venv-$$version WITH=$$python suite || exit 1; \
	  else \
	    echo "PYTHON $$version IS NOT ON THIS MACHINE: not tried."; \
	  fi; \
	done

suite: $(FOR_TEST)
	@$(PY) -m pytest -q -n auto --dist worksteal $(ARGS)

# What the tests run in JavaScript. A machine without it skips those tests, and says so.
node:
	@if ! { command -v node && command -v npm; } >/dev/null; then \
	  echo "NO NODE OR NO NPM ON THIS MACHINE: nothing is tried against Microsoft's own card library, manifest schemas and playground, nor against Slack's own framework." >&2; \
	else \
	  $(MAKE) --silent --no-print-directory $(FOR_NODE) \
	    || echo "npm COULD NOT INSTALL THE JAVASCRIPT PACKAGES: their tests are skipped." >&2; \
	fi

$(FOR_NODE): tests/node/package.json tests/node/package-lock.json
	@echo "Installing Microsoft's and Slack's JavaScript into tests/node (once; needs the network)."
	@cd tests/node && npm ci --ignore-scripts --silent
	@touch $@

bench: $(FOR_TEST)
	@$(PY) -m benchmarks $(ARGS)

# Takes each protection out once and looks for red; then kills the program wherever it can die.
faults: $(FOR_TEST)
	@$(PY) -m tests.faults $(ARGS)
	@$(PY) -m tests.faults.kill

docs: $(FOR_TEST)
	@$(PY) -m tests.policies.write_docs

venv: $(PY)

$(PY):
	@python="$(or $(WITH),$$($(find_python)))"; \
	if [ -z "$$python" ]; then \
	  echo "chatdesk needs Python 3.11, 3.12, 3.13 or 3.14 with its venv module, and found none." >&2; \
	  echo "On Debian or Ubuntu: sudo apt-get install python3 python3-venv. Elsewhere: python.org/downloads." >&2; \
	  exit 1; \
	fi; \
	echo "Making $(VENV) with $$python (once)."; \
	"$$python" -m venv $(VENV)

$(FOR_DEMO): pyproject.toml requirements.lock | $(PY)
	@echo "Installing chatdesk (once; needs the network)."
	@$(INSTALL) .
	@touch $@

$(FOR_TEST): pyproject.toml requirements.lock | $(PY)
	@echo "Installing chatdesk and what its tests need (once; needs the network)."
	@$(INSTALL) ".[dev]"
	@touch $@ $(FOR_DEMO)

clean:
	rm -rf $(VENV) .venv-3.* .demo tests/node/node_modules
