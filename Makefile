# make build: the archive into public/.  make test: everything that is checked.
# make lighthouse: its scores, in the browser of this machine.
# make benchmark: this and its peers side by side, into docs/performance.md.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: build test lighthouse benchmark clean

build: $(VENV)/installed
	@$(BIN)/newsarchive build

test: $(VENV)/tested
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/pytest -n auto

lighthouse: $(VENV)/tested
	@cd tests && ../$(BIN)/python lighthouse.py

benchmark: $(VENV)/tested
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[benchmark]'
	@$(BIN)/python -m benchmarks.run --articles 3000 --articles 12000 --peers hugo,hugo-related --rounds 3 --out results.json
	@$(BIN)/python -m benchmarks.report results.json

clean:
	rm -rf $(VENV) .cache public .public.new node_modules

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; say which with PYTHON=…"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@$(BIN)/python -m compileall -q generator
	@touch $@

$(VENV)/tested: pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[test]'
	@touch $@ $(VENV)/installed
