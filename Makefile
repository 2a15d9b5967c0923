# Everything that is done often, by name. `make` lists it.
VENV ?= .venv
BIN := $(VENV)/bin
# a venv that the caller has active wins, so that the targets work in CI and in anybody's own environment
ifdef VIRTUAL_ENV
BIN := $(VIRTUAL_ENV)/bin
endif

.PHONY: help setup test check crash year eval train bench demo manual docs readings record clean
help:  ## this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

$(VENV)/bin/bangdan: pyproject.toml
	python3 -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --disable-pip-version-check --editable ".[test]"
	touch $@

setup: $(VENV)/bin/bangdan  ## a virtual environment with everything that development needs

test: setup  ## the whole test suite
	$(BIN)/python -m pytest -n 4 --dist loadfile

check: setup  ## linters, types, tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -n 4 --dist loadfile

crash: setup  ## 200 kills of the daemon, at instrumented places and at random times, on both databases
	BANGDAN_KILLS=200 $(BIN)/python -m pytest tests/crash/test_kills.py -s

year: setup  ## a simulated year of the schedule, with faults at random; SEEDS=n for as many years
	BANGDAN_YEAR_DAYS=365 BANGDAN_YEAR_SEEDS=$(or $(SEEDS),1) $(BIN)/python -m pytest tests/year -s --timeout 7200

eval: setup  ## quality table and worst errors; CORPUS=file.jsonl for any labelled corpus
	$(BIN)/python scripts/evaluate.py $(CORPUS)

train: setup  ## let the grammar's tables of weights learn from labelled text; CORPUS=further files, TABLES=which
	$(BIN)/pip install --quiet --editable ".[train]"
	$(BIN)/python scripts/train.py $(CORPUS) $(if $(TABLES),--tables $(TABLES))

bench: setup  ## speed and memory beside alternatives, as ratios of one run
	for b in bench/*.py; do $(BIN)/python $$b || exit 1; done

demo: setup  ## the main job against the built-in newsroom
	$(BIN)/bangdan demo

manual: setup  ## write the manual page, docs/commands.md and the tables of docs/ anew from the program
	$(BIN)/python scripts/manual

docs: manual  ## the documentation as a site, in site/
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

readings: setup  ## make the table of readings for text repair anew
	$(BIN)/python scripts/make_readings.py

record: setup  ## save a page outside the repository and print the skeleton of a fixture; URL=https://...
	@PYTHONPATH=. $(BIN)/python scripts/record.py "$(URL)"

clean:  ## what the tools leave behind
	rm -rf build dist site *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
