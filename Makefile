# Simak. `make run` starts the console with a fictional demo office, `make test` proves that it works.
# Kept to what GNU make 3.81 (macOS) understands.

SHELL := /bin/sh
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
CANDIDATES = $(PYTHON) python3.13 python3.12 python3.11 python3
PIP = $(BIN)/python -m pip install --quiet --constraint constraints.txt
JOBS ?= 2

# Nothing of the caller's Python or pip set-up may change what is installed.
unexport PYTHONHOME PYTHONPATH
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PIP_NO_INPUT := 1
export PIP_USER := 0
export SIMAK_TEST_STRICT := $(if $(STRICT),1,0)

# A virtual environment names its own folder in its scripts, so a moved clone needs a new one.
MOVED := $(shell test -f $(VENV)/place && test "$$(cat $(VENV)/place)" != "$(CURDIR)" && echo moved)

.PHONY: help run test bench lint format constraints clean moved

help: ## show this list
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' Makefile | awk -F'|' '{ printf "%-20s %s\n", $$1, $$2 }'

run: $(VENV)/runtime ## start the console (demo office, or OFFICE=path/to/office.toml)
	@$(BIN)/simak up $(if $(OFFICE),--office "$(OFFICE)")

test: $(VENV)/dev ## run every test and check (STRICT=1: a skipped test is a failure)
	@$(BIN)/python -m pip check
	@$(BIN)/python -m pytest -n $(JOBS) --dist loadgroup

bench: $(VENV)/dev ## measure the numbers of docs/architecture.md, as JSON
	@$(BIN)/python -m tests.bench

lint: $(VENV)/dev ## ruff, mypy and import-linter
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: $(VENV)/dev ## put the code in the house style
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

constraints: $(VENV)/created ## choose the newest versions again and pin them in constraints.txt
	@$(BIN)/python -m venv --clear build/constraints
	@build/constraints/bin/python .ci/pin.py build/constraints
	@rm -rf build

clean: ## remove what was installed and built; the data under var/ stays
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/created: $(MOVED)
	@rejected=""; \
	for python in $(CANDIDATES); do \
	  "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue; \
	  "$$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || { rejected="$$python"; continue; }; \
	  echo "Creating $(VENV) with $$("$$python" --version)"; \
	  "$$python" -m venv --clear $(VENV) || exit 1; \
	  printf '%s\n' "$(CURDIR)" > $(VENV)/place; \
	  touch $@; \
	  exit 0; \
	done; \
	if [ -n "$$rejected" ]; then \
	  echo "Simak cannot create a virtual environment: $$rejected has no venv and ensurepip." >&2; \
	  echo "Debian and Ubuntu: apt install python3-venv. Then run make again." >&2; \
	else \
	  echo "Simak needs Python 3.11 or newer, and none of these is one: $(CANDIDATES)." >&2; \
	  echo "Debian and Ubuntu: apt install python3 python3-venv. macOS: install Python 3.11 or newer." >&2; \
	  echo "A Python elsewhere: make run PYTHON=/path/to/python3" >&2; \
	fi; \
	exit 1

$(VENV)/runtime: $(VENV)/created pyproject.toml constraints.txt
	@echo "Installing what Simak needs (once; about a minute)"
	@$(PIP) setuptools
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/dev: $(VENV)/runtime
	@echo "Installing what the tests need (once)"
	@$(PIP) --no-build-isolation --editable ".[dev]"
	@touch $@
