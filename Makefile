# make build: the archive into public/.  make test: everything that is checked.
# make lighthouse: its scores, in the browser of this machine.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: build test lighthouse clean

build: $(VENV)/installed
	@$(BIN)/newsarchive build

test: $(VENV)/tested
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto

lighthouse: $(VENV)/tested
	@cd tests && ../$(BIN)/python lighthouse.py

clean:
	rm -rf $(VENV) .cache public .public.new node_modules

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which with PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/tested: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/installed
