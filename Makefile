# `make run` and `make test` set everything up by themselves; `make` alone lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUN_READY := $(VENV)/run-ready
DEV_READY := $(VENV)/dev-ready
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

PREFIX ?= /opt/spot-tui

.DEFAULT_GOAL := help
.PHONY: help run install signing test lint types contracts docs-check check bench screens soak messages lock clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1|/' | awk -F'|' '{printf "  make %-12s %s\n", $$1, $$2}'

run: $(RUN_READY) ## set up and open the program on the practice portal
	@$(BIN)/spot-tui

install: ## install for everybody on this machine into $(PREFIX), beside the versions that run (see docs/operator/upgrade.md)
	@operator/install-program $(PREFIX)

signing: $(RUN_READY) ## add what signs messages, for upstreams that want it (HETS over SOAP)
	@$(INSTALL) --require-hashes -r requirements/signing.txt

test: $(DEV_READY) ## set up and run all tests
	@$(BIN)/python -m pytest -n auto --dist worksteal

lint: $(DEV_READY) ## style and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

types: $(DEV_READY) ## strict type check
	@$(BIN)/mypy

contracts: $(DEV_READY) ## the arrows between the rooms
	@$(BIN)/lint-imports

docs-check: $(DEV_READY) ## what the docs say is what the code says
	@$(BIN)/python -m docs.check

check: lint types contracts docs-check ## everything but the tests

bench: $(DEV_READY) ## measure, side by side with what a user would otherwise use
	@$(BIN)/python -m benchmarks

screens: $(DEV_READY) ## render every screen to build/screens/*.png
	@$(BIN)/python -m docs.screens

soak: $(DEV_READY) ## the long proofs: more kills, more cases
	@SPOT_TUI_SOAK=1 $(BIN)/python -m pytest

messages: $(DEV_READY) ## bring the translations in spot_tui/locale up to the sentences of the code
	@$(BIN)/python -m docs.messages

lock: $(DEV_READY) ## write requirements/*.txt anew from pyproject.toml (needs uv)
	@uv pip compile -q pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/dev.txt
	@uv pip compile -q pyproject.toml --group build -c requirements/dev.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/run.txt
	@uv pip compile -q pyproject.toml --extra signing -c requirements/dev.txt --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o requirements/signing.txt

clean: ## remove the virtual environment and what was built
	@rm -rf $(VENV) build

$(BIN)/python:
	@$(PYTHON) -m venv $(VENV)

$(RUN_READY): requirements/run.txt pyproject.toml | $(BIN)/python
	@echo "Setting up (once) ..."
	@$(INSTALL) --require-hashes -r requirements/run.txt
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV_READY): requirements/dev.txt $(RUN_READY)
	@$(INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@
