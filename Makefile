# make reports, make test and make lab do all their own set-up: Python 3.11 or newer and make suffice.
PYTHON ?= $(firstword $(foreach v,3.11 3.12 3.13,$(if $(shell python$(v) --version 2>/dev/null),python$(v))) python3)
VENV := .venv
BIN := $(VENV)/bin

.PHONY: reports test lab check audit bench growth clean
reports: $(VENV)/ready
	$(BIN)/afterllama build

test: $(VENV)/ready
	$(BIN)/python tests/browser_setup.py
	$(BIN)/python -m pytest -n 2 --dist loadgroup --no-loadscope-reorder

# Settings and layout of this JupyterLab stay in the project; the user's own are neither read nor written.
LAB_ENV := JUPYTERLAB_SETTINGS_DIR="$(CURDIR)/.afterllama/lab/settings" JUPYTERLAB_WORKSPACES_DIR="$(CURDIR)/.afterllama/lab/workspaces"
LAB_OPTIONS ?=
lab: $(VENV)/ready
	mkdir -p $(VENV)/share/jupyter/lab/settings
	cp lab/overrides.json $(VENV)/share/jupyter/lab/settings/
	[ -d .afterllama/lab/workspaces ] || $(LAB_ENV) $(BIN)/jupyter lab workspaces import lab/workspace.json
	$(LAB_ENV) $(BIN)/jupyter lab --ServerApp.ip=127.0.0.1 $(if $(filter 0,$(shell id -u)),--allow-root) $(LAB_OPTIONS) notebooks

audit: $(VENV)/ready
	$(BIN)/python benchmarks/audit.py

# What we are compared with lives in an environment of its own; its kernel is this project's Python.
BENCH := .afterllama/bench-venv
BENCH_OPTIONS ?=
bench: $(VENV)/ready $(BENCH)/ready
	$(BIN)/python -m benchmarks.bench $(BENCH_OPTIONS)

growth: $(VENV)/ready
	$(BIN)/python -m benchmarks.growth

$(BENCH)/ready: benchmarks/requirements.txt | $(VENV)/ready
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt
	$(BIN)/python -m ipykernel install --prefix $(BENCH)
	touch $@

check: $(VENV)/ready
	$(BIN)/afterllama check

clean:
	rm -rf $(VENV) .afterllama

$(VENV)/ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@
