# Calls tools, holds no logic. `make` alone lists what there is.
#
#   make migrate                           the embedded default: sqlite:///qsys.db
#   make migrate DATABASE=postgresql://…   another database
#   make migrate NAME=add_tags             names the migration, if one is written
#   make PYTHON=/path/to/python3.12 …      another Python for the virtual environment

.DEFAULT_GOAL := help
SHELL := /bin/sh
MAKEFLAGS += --no-print-directory

# The first Python that is new enough; only asked when the virtual environment is made.
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)

# Which tests: everything but the soak by default. MARKS= (empty) runs all of them.
MARKS ?= not soak
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
RUNTIME := $(VENV)/.runtime
DEV := $(VENV)/.dev
# By module, not by script, so that a folder that was moved still works.
QSYS := $(BIN)/python -m qsys_schema
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

# By environment, not by option: a password does not show in the list of processes, and needs no quoting.
ifneq ($(DATABASE),)
export QSYS_DATABASE_URL := $(value DATABASE)
endif
export NAME

.PHONY: help migrate test soak check golden reference gen bench clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile

migrate: $(RUNTIME) ## validate the specs, bring the database up to date, migrate it to the specs
	@$(QSYS) validate
	@$(QSYS) apply
	@$(QSYS) generate $${NAME:+"$$NAME"}
	@$(QSYS) apply
	@$(QSYS) codegen

test: $(DEV) ## the everyday suite; says what could not run (MARKS= for all, ARGS= for pytest's options)
	@$(BIN)/python -m pytest --numprocesses=auto -m "$(MARKS)" $(ARGS)

soak: $(DEV) ## the properties with many examples, and accidents at every moment; takes minutes
	@HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest --numprocesses=auto -m soak $(ARGS)

check: $(DEV) ## what CI asks: lint, format, types, floors, and the migrations against the specs
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(QSYS) check
	@$(QSYS) check --dialect postgres
	@$(QSYS) codegen --check

golden: $(DEV) ## rewrite the expected files of tests/cases, and what the pages of docs show; read the diff before you commit it
	@$(BIN)/python -m pytest tests/test_cases.py tests/docs/test_pages.py --golden $(ARGS)

reference: $(DEV) ## rewrite the reference in docs from the code
	@$(BIN)/python -m tests.docs.reference

gen: $(RUNTIME) ## rewrite the generated repositories
	@$(QSYS) codegen

bench: $(DEV) ## time and memory against their targets, with floors measured in the same run
	@$(BIN)/python -m tests.benchmarks $(ARGS)
	@$(BIN)/python -m tests.benchmarks.repository
	@$(BIN)/python -m tests.benchmarks.queue_rate
	@$(BIN)/python -m tests.benchmarks.fresh_database

clean: ## remove what make and its tools made; never a database
	@rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	@find qsys_schema tests -name __pycache__ -type d -prune -exec rm -rf {} +

$(RUNTIME): pyproject.toml
	@[ -n "$(PYTHON)" ] || { echo "make: no Python 3.11 or newer was found on the PATH." >&2; \
	  echo "      Install one, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "make: PYTHON=$(PYTHON) does not run, or is older than 3.11." >&2; \
	  echo "      Name another: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@"$(PYTHON)" -m venv $(VENV) || { echo "make: $(PYTHON) could not make a virtual environment in $(VENV)." >&2; \
	  echo "      On Debian and Ubuntu, install python3-venv." >&2; exit 1; }
	@echo "Installing qsys-schema into $(VENV) …" >&2
	@$(PIP) --editable '.[postgres]' || { echo "make: pip could not install the packages that pyproject.toml names; its reason is above." >&2; exit 1; }
	@touch $@

$(DEV): $(RUNTIME)
	@echo "Installing the developers' tools into $(VENV) …" >&2
	@$(PIP) --editable '.[dev]' || { echo "make: pip could not install the developers' tools; its reason is above." >&2; exit 1; }
	@touch $@
