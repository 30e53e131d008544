# Everything a deck needs, on a machine with Python >= 3.11 and make. `make help` lists the targets.

PYTHON ?= python3
VENV   := .venv
RUN    := $(VENV)/bin/python pipeline.py
PIP    := $(VENV)/bin/python -m pip --disable-pip-version-check install -qq

.DEFAULT_GOAL := help
.PHONY: help deck fmt stats check fix ids print pdf site preview test test-quick test-random faults static fuzz upgrade-test docs golden looks bench release new import clean

help:  ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

deck: $(VENV)/.deck  ## check the deck and build everything into build/
	@$(RUN) build

check: $(VENV)/.deck  ## say everything that is wrong with the deck; PAGE=content/… for one page
	@$(RUN) check $(PAGE)

fix: $(VENV)/.deck  ## mend what is safe to mend, and show each change; PAGE=content/… for one page
	@$(RUN) check --fix $(PAGE)

print: $(VENV)/.deck  ## the booklet, cards to cut out (A4 and Letter) and the crib sheet, as HTML to print
	@$(RUN) build --only booklet,cards-a4,cards-letter,crib

pdf: $(VENV)/.deck  ## the same as PDF, by the Chromium, Chrome or Edge that is installed; PAPER=Letter for Letter
	@$(RUN) pdf --paper $(or $(PAPER),A4)

site: $(VENV)/.deck  ## build/site/: every card as a page, with search
	@$(RUN) build --only site

preview: $(VENV)/.deck  ## show each card as Anki does, and again on every save
	@$(RUN) preview

fmt: $(VENV)/.deck  ## write the pages in their canonical layout
	@$(RUN) fmt

stats: $(VENV)/.deck  ## cards by topic, type and origin
	@$(RUN) stats

import: $(VENV)/.deck  ## SOURCE=page.md: a question page, package or table becomes cards
	@$(RUN) import $(SOURCE)

new: $(VENV)/.deck  ## DIR=my-deck: a complete deck repository to start from
	@$(RUN) new $(DIR)

ids: $(VENV)/.deck  ## write missing ids under their questions
	@$(RUN) ids

test: static  ## run the tests: lint, types, imports, goldens, real Anki
	@$(VENV)/bin/python -m pytest

test-quick: static  ## the same in a minute: without browsers, the real Anki, attacks and long inputs
	@$(VENV)/bin/python -m pytest -m "not slow"

test-random: static  ## the random tests with other numbers than always
	@$(VENV)/bin/python -m pytest --hypothesis-profile=random

faults: $(VENV)/.test  ## do the tests see what breaks? ROOMS="svg deck" COUNT=5 SEED=7
	@$(VENV)/bin/python tests/plant_faults.py $(ROOMS) --count $(or $(COUNT),1) --seed $(or $(SEED),1)

static: $(VENV)/.test
	@$(VENV)/bin/ruff check -q .
	@$(VENV)/bin/ruff format -q --check . || { echo "run: $(VENV)/bin/ruff format ."; exit 1; }
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports --no-cache >build/.imports.log || { cat build/.imports.log; exit 1; }

docs: $(VENV)/.test  ## renew docs/checks.md and the schemas
	@$(VENV)/bin/python -m pytest tests/house/test_docs.py --update-golden

fuzz: $(VENV)/.test  ## look for what breaks deckpress; MINUTES=60 JOBS=2 SEED=7, WHAT=pages, packages or tables
	@$(VENV)/bin/python -m tests.fuzz $(or $(WHAT),all) --minutes $(or $(MINUTES),10) --jobs $(or $(JOBS),1) $(if $(SEED),--seed $(SEED))

upgrade-test: $(VENV)/.test  ## the deck through ten releases on four versions of Anki; kill `release` fifty times
	@UPGRADE_EXAMPLES=60 $(VENV)/bin/python -m pytest tests/promises/test_upgrade.py
	@$(VENV)/bin/python tests/upgrade.py

release: $(VENV)/.test  ## VERSION=1.2.0: record, build and prove a release; tags and pushes nothing
	@$(RUN) release $(VERSION)

looks: $(VENV)/.test  ## renew the pictures in tests/templates/looks; review build/looks/review.html
	@$(VENV)/bin/python -m pytest tests/templates/test_look.py --update-golden

golden: $(VENV)/.test  ## renew what is recorded in tests/golden and tests/outputs/golden; review the diff
	@$(VENV)/bin/python -m pytest tests/checks/test_golden.py tests/outputs/test_golden_outputs.py --update-golden

bench: $(VENV)/.deck  ## time a deck of 10,000 cards against the floor
	@$(VENV)/bin/python tests/bench.py
	@echo "planted near-duplicates that are reported:" && $(VENV)/bin/python -m tests.planted

clean:  ## remove build/ and .venv/
	rm -rf build $(VENV)

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "deckpress needs Python 3.11 or later: make PYTHON=python3.11 deck"; exit 1; }
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.deck: .ci/requirements.txt | $(VENV)/bin/python
	@echo "installing what deckpress needs into $(VENV) (once, about half a minute) ..."
	@$(PIP) --require-hashes -r .ci/requirements.txt
	@touch $@

$(VENV)/.test: .ci/requirements-test.txt $(VENV)/.deck
	@echo "installing what the tests need into $(VENV) (once, about a minute) ..."
	@$(PIP) --require-hashes -r .ci/requirements-test.txt
	@mkdir -p build
	@touch $@
