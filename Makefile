# Four verbs: demo, test, lint, bench. Each sets up .venv first, unless it is up to date.
# `make golden` writes the examples' outputs anew, after a change that is meant to change them.
PYTHON ?= python3
BIN := .venv/bin
DEMO := runs/demo
PIP_INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test lint bench golden clean
.DEFAULT_GOAL := demo

demo: .venv/installed
	$(BIN)/toolweft generate travel -n 5 --seed 7 --out $(DEMO) --overwrite
	$(BIN)/toolweft show $(DEMO)
	@echo "This was one of 5 conversations; all are in $(DEMO): see 'toolweft show $(DEMO) ID', 'toolweft stats $(DEMO)'"
	@echo "and 'toolweft export $(DEMO) --format openai --out FILE'. The command is $(BIN)/toolweft."

test: .venv/installed-dev
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile $(TESTS)

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/installed-dev
	$(BIN)/python bench/floor.py
	$(BIN)/python bench/start.py
	$(BIN)/python bench/telemetry.py
	$(BIN)/python bench/sampling.py
	$(BIN)/python bench/chat.py
	$(BIN)/python bench/links.py --large

golden: .venv/installed
	set -e; for example in examples/*.py; do COLUMNS=100 NO_COLOR=1 $(BIN)/python $$example > $${example%.py}.out; done

clean:
	rm -rf .venv runs dist .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; ok = (3, 11) <= sys.version_info[:2] < (3, 14); sys.exit(None if ok else \
	  "toolweft needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is %d.%d: name another one, as in make demo PYTHON=python3.11" \
	  % sys.version_info[:2])'
	@echo "Setting up .venv; this takes a minute, once ..."
	@$(PYTHON) -m venv .venv
	@$(PIP_INSTALL) -e .
	@touch $@

.venv/installed-dev: .venv/installed
	@$(PIP_INSTALL) -e '.[dev]'
	@touch $@
