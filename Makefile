# Festa needs Python 3.11 or newer, make and git; everything else is built here.
#   make run     a running fair in the browser
#   make test    everything that must hold

HOST ?= 127.0.0.1
PORT ?= 8000
WORKERS ?= auto
T ?= tests

VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
VENDOR := static/vendor/.built
PO := $(wildcard festa/translations/*/LC_MESSAGES/messages.po)
MO := $(PO:.po=.mo)
TEMPLATE := var/messages.pot

# The first of these that runs, is new enough and can make environments.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 python; do \
	$$p -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && \
	echo $$p && break; done)
PIP = $(BIN)/python -m pip install -qq --disable-pip-version-check --no-input

# Starting is twice as fast from compiled modules.
unexport PYTHONDONTWRITEBYTECODE
export PYTHONUTF8 = 1

run demo migrate screenshots bench: export FESTA_ENV ?= development

.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
.PHONY: help build run demo migrate test lint format screenshots bench translations lock clean

help: ## Say what there is
	@echo 'make TARGET, where TARGET is one of'
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

build: $(INSTALLED) $(VENDOR) $(MO) ## Install what Festa needs into .venv and static/vendor

run: build ## Serve on HOST:PORT (127.0.0.1:8000), with a demo season in an empty database
	@exec $(BIN)/festa serve --prepare --host $(HOST) --port $(PORT)

demo: migrate ## Fill the database with a demo season
	@$(BIN)/festa demo

migrate: build ## Bring the database to this version
	@$(BIN)/festa db upgrade

test: build lint ## Lint, then every test on SQLite, on PostgreSQL and in a browser (T=path for some)
	@CHROMIUM=$$($(BIN)/python scripts/chromium.py) && export CHROMIUM && \
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(T)

lint: $(INSTALLED) ## Style, types, the import rules and the templates
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/djlint --lint --quiet templates

format: $(INSTALLED) ## Put the Python in order
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

screenshots: build ## Pictures of every page into screenshots/, those of the README into docs/pictures/
	@CHROMIUM=$$($(BIN)/python scripts/chromium.py) && export CHROMIUM && \
	$(BIN)/python scripts/screenshots.py

bench: build ## Measure what bench/ measures, on this machine
	@for file in bench/*.py; do \
	    echo "== $$file" && PYTHONPATH=. $(BIN)/python "$$file" || exit 1; \
	done

translations: $(INSTALLED) ## Collect the texts of templates and code into the catalogues
	@mkdir -p $(dir $(TEMPLATE))
	@$(BIN)/pybabel -q extract -F pyproject.toml -k _l -k lazy_gettext -k lazy_ngettext:1,2 \
	    --add-location=file --sort-by-file --project=Festa -o $(TEMPLATE) .
	@$(BIN)/pybabel -q update -i $(TEMPLATE) -d festa/translations -l en \
	    --init-missing --no-fuzzy-matching --ignore-pot-creation-date
	@$(MAKE) --no-print-directory build

lock: $(INSTALLED) ## Pin the newest versions that pyproject.toml and package.json allow
	@$(BIN)/python scripts/lock.py

clean: ## Remove what was built; the database in var/ stays
	rm -rf $(VENV) static/vendor node_modules *.egg-info build dist $(MO)
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .grimp_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(BIN)/python:
	@test -n '$(PYTHON)' || { echo 'Festa needs Python 3.11 or newer with venv' \
	    '(Debian, Ubuntu: apt-get install python3-venv), or PYTHON=/path/to/python3.' >&2; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV)

# uv out of the lock installs the rest in a tenth of pip's time; where it cannot (a mirror that only
# pip was told of), pip does it. Both check every hash.
$(INSTALLED): requirements.lock pyproject.toml | $(BIN)/python
	@echo 'Installing what Festa needs into $(VENV) (the first time takes about a minute) …'
	@sed -n '/^uv==/,/[^\\]$$/p' requirements.lock > $(VENV)/uv.lock
	@$(PIP) --require-hashes -r $(VENV)/uv.lock
	@$(BIN)/uv pip install -q --system-certs --python $(BIN)/python \
	    --require-hashes -r requirements.lock || \
	    $(PIP) --no-compile --require-hashes -r requirements.lock
	@$(PIP) --no-index --no-build-isolation --no-deps -e .
	@touch $@

$(VENDOR): package-lock.json scripts/vendor.py | $(INSTALLED)
	@echo 'Fetching fonts, styles and scripts into static/vendor …'
	@$(BIN)/python scripts/vendor.py

%.mo: %.po | $(INSTALLED)
	@$(BIN)/pybabel -q compile -i $< -o $@
