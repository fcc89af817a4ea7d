# Needs git, make and Python 3.11 or newer; everything else goes into .venv. Tests of PDF also need
# the library Pango (Debian: libpango-1.0-0, libpangoft2-1.0-0).
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
WORKERS ?= 2

.PHONY: demo test test-browser test-engines lint format clean accept agree bench growth

demo: $(READY)
	@$(BIN)/criteria demo

test: $(READY_DEV)
	$(BIN)/python -m pytest -n $(WORKERS) -q

# Reports in a real browser: Debian's Chromium, or the one that playwright brings.
test-browser: $(READY_DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group browser
	command -v chromium > /dev/null || $(BIN)/python -m playwright install --with-deps chromium || \
		{ apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; }
	$(BIN)/python -m pytest -q tests/browser

# Engines that need a server: PostgreSQL and Java for Spark are found, or installed as root; CRITERIA_POSTGRES names a server in use.
test-engines: $(READY_DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group engines
	$(BIN)/python -m tests.servers.ready
	$(BIN)/python -m pytest -q tests/servers

lint: $(READY_DEV)
	$(BIN)/ruff check src tests examples
	$(BIN)/mypy
	$(BIN)/lint-imports

accept: $(READY_DEV)
	CRITERIA_ACCEPT=1 $(BIN)/python -m pytest -q tests

# Engines against the interpreter: N cases, a case being a program with a record.
N ?= 5000
agree: $(READY_DEV)
	$(BIN)/python -m tests.benchmarks.agree $(N) --records 100 --jobs $(WORKERS)

# Engines beside functions and queries by hand and beside peers, which come from PyPI; wants a quiet machine.
ROWS ?= 1000000
bench: $(READY_DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m tests.benchmarks.bench
	OMP_NUM_THREADS=1 POLARS_MAX_THREADS=1 $(BIN)/python -m tests.benchmarks.bench_tables --rows $(ROWS)

# How the time grows, drawn into docs/explanation; some minutes.
growth: $(READY_DEV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --group bench
	$(BIN)/python -m tests.benchmarks.growth

clean:
	rm -rf $(VENV) demo-output

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "criteria_engine needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)

$(READY): pyproject.toml $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(READY_DEV): $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[all]' --group dev
	@touch $@
