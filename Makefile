# One command each: `make demo` reads an article, `make test` runs the tests.
PYTHON ?= python3
VENV ?= .venv
# Installed first, so that resolving stanza's requirement does not pick another build.
TORCH ?= torch==2.13.0

.PHONY: demo test check

demo: $(VENV)/ready
	$(VENV)/bin/quotescope extract --format text fixtures/articles/depeche.txt

test: $(VENV)/ready
	$(VENV)/bin/python -m pytest

check: $(VENV)/ready
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --upgrade pip
	$(VENV)/bin/python -m pip install --quiet "$(TORCH)"
	$(VENV)/bin/python -m pip install --quiet --editable ".[dev]"
	touch $@
