# Every target makes its own virtual environment first; Python 3.11 or newer, git and make are all it needs.

VENV  := .venv
PY    := $(VENV)/bin/python
FOR_DEMO := $(VENV)/.installed-demo
FOR_TEST := $(VENV)/.installed-test
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --constraint requirements.lock --editable

# The newest Python there is that can also make virtual environments.
find_python = for python in python3.14 python3.13 python3.12 python3.11 python3 python; do \
	  $$python -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' >/dev/null 2>&1 \
	  && command -v $$python && break; done

.PHONY: help demo test lint bench venv clean

help:
	@echo "make demo   try chatdesk: a small chat workspace in your browser, nothing else needed"
	@echo "make test   lint, then every test; prints the ten slowest"
	@echo "make bench  figures beside their peers, measured in one run"
	@echo "make lint   ruff, mypy and the import rules"
	@echo "make clean  remove the virtual environment and what the demo left"

demo: $(FOR_DEMO)
	@$(VENV)/bin/chatdesk demo $(ARGS)

test: lint
	@$(PY) -m pytest -q --durations=10 $(ARGS)

lint: $(FOR_TEST)
	@$(VENV)/bin/ruff check --quiet .
	@$(VENV)/bin/ruff format --quiet --check .
	@$(PY) -m mypy --no-error-summary
	@$(VENV)/bin/lint-imports --no-logo >$(VENV)/imports.txt || { cat $(VENV)/imports.txt; exit 1; }

bench: $(FOR_TEST)
	@$(PY) -m benchmarks $(ARGS)

venv: $(PY)

$(PY):
	@python="$$($(find_python))"; \
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
	rm -rf $(VENV) .demo
