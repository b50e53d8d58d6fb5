# make reports, make test and make lab do all their own set-up: Python 3.11 or newer and make suffice.
PYTHON ?= $(firstword $(foreach v,3.11 3.12 3.13,$(if $(shell python$(v) --version 2>/dev/null),python$(v))) python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: reports test lab check audit clean
reports: $(VENV)/ready
	$(BIN)/afterllama build

test: $(VENV)/ready
	$(BIN)/python tests/browser.py
	$(BIN)/python -m pytest

lab: $(VENV)/ready
	$(BIN)/jupyter lab notebooks

check: $(VENV)/ready
	$(BIN)/afterllama check

clean:
	rm -rf $(VENV) .afterllama

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
