# `make help` lists what there is. Needs make, Python 3.13 and a network with package registries; the rest is fetched.

MAKEFLAGS += --no-print-directory
.DEFAULT_GOAL := help
SHELL := /bin/sh

# The tools of .venv (Node among them) come first. Run as modules, which works in a folder with a space in its name.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
PYTHON := .venv/bin/python
# The theme's banner on the future of MkDocs: the versions are pinned.
export NO_MKDOCS_2_WARNING := 1

# Extra words for the command at hand: `make test ARGS="-k lift -x"`, `make build ARGS="--site-dir /srv/www"`.
ARGS ?=

# On all processors, a file of tests on one; `ARGS=-n0` for one after another.
PYTEST := $(PYTHON) -m pytest -n auto --dist loadfile

# In this order, the cheapest first: a broken formula shows before a page that shows it.
LAYERS := $(wildcard tests/calculators tests/ftdocs tests/site tests/hosts tests/node tests/browser)

.PHONY: help setup setup-dev serve build test test-full check check-python check-js check-prose format bench lighthouse pictures lock prices clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: ## install what building and serving need
	@sh tools/setup site

setup-dev: ## install what tests and checks need as well
	@sh tools/setup dev

serve: setup ## build the site and serve it, live, on 127.0.0.1:8000
	@$(PYTHON) -m ftdocs serve $(ARGS)

build: setup ## build the site into site/
	@$(PYTHON) -m ftdocs build $(ARGS)

test: setup-dev ## run the tests
	@sh tools/find-servers --install
	@FTDOCS_CHROMIUM="$$(sh tools/find-browser --light --install)" && export FTDOCS_CHROMIUM && \
	$(PYTEST) -m "not full" $(LAYERS) $(ARGS)

test-full: setup-dev ## run the tests, the slow ones included
	@sh tools/find-servers --install
	@sh tools/find-browser --firefox --install >&2
	@cd tests/firefox && npm ci --ignore-scripts --loglevel=error >&2
	@FTDOCS_CHROMIUM="$$(sh tools/find-browser --install)" && export FTDOCS_CHROMIUM && \
	$(PYTEST) $(LAYERS) $(ARGS) && \
	for server in nginx caddy; do for path in / /guides/ft/; do \
	  $(PYTEST) tests/browser -m "not full" --server=$$server --base-path=$$path $(ARGS) || exit 1; \
	done; done

# Add a check here: a target of its own below, named in this list.
check: check-python check-js check-prose ## run every check of the sources

check-python: setup-dev
	$(PYTHON) -m ruff check
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m mypy

check-js: setup-dev
	@sh tools/check-js

check-prose: setup-dev
	@sh tools/check-prose
	$(PYTHON) tools/check_style.py

format: setup-dev ## put the Python sources into shape
	$(PYTHON) -m ruff check --fix
	$(PYTHON) -m ruff format

bench: setup-dev ## measure (see bench/)
	@FTDOCS_CHROMIUM="$$(sh tools/find-browser --install)" && export FTDOCS_CHROMIUM && \
	$(PYTHON) -m bench $(ARGS)

lighthouse: setup-dev ## measure with Lighthouse, which is installed for it
	@cd bench/lighthouse && npm ci --ignore-scripts --loglevel=error >&2
	@FTDOCS_CHROMIUM="$$(sh tools/find-browser --install)" && export FTDOCS_CHROMIUM && \
	$(PYTHON) -m bench.lighthouse $(ARGS)

pictures: setup-dev ## take the pictures of README and documentation from the site anew
	@FTDOCS_CHROMIUM="$$(sh tools/find-browser --install)" && export FTDOCS_CHROMIUM && \
	$(PYTHON) tools/pictures.py

lock: setup-dev ## write the locks anew; ARGS=--upgrade takes the newest versions
	@sh tools/lock $(ARGS)

prices: setup-dev ## read this month's prices from the newest packages
	@sh tools/lock prices
	@$(PYTHON) -m ftdocs prices update $(ARGS)

clean: ## remove all that make has made
	rm -rf .venv node_modules bench/lighthouse/node_modules tests/firefox/node_modules .cache site .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find calculators src tests bench -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true
