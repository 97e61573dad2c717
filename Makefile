# `make demo` and `make test` are all that a newcomer needs; `make help` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help demo test test-fast dev check lock messages format bench-import bench-registry bench-forum bench-search bench-sockets

PY := .venv/bin/python
PORT ?= 8000
ARGS ?=
# Tests in parallel: one worker a core, each with a database of its own.
WORKERS ?= auto

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 16

demo: ## Run Linli with demo data on the embedded database (PORT=8000, ARGS="--fresh --no-serve")
	@scripts/bootstrap base
	$(PY) manage.py demo --port $(PORT) $(ARGS)

test: ## Pass the tests (browser and IMAP server included)
	@scripts/bootstrap dev
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

test-fast: ## The tests without those that drive a browser
	@scripts/bootstrap dev
	$(PY) -m pytest -n $(WORKERS) --dist loadgroup -m "not browser" $(ARGS)

dev: ## Run the development server, reloading
	@scripts/bootstrap dev
	DJANGO_SETTINGS_MODULE=portal.settings.dev $(PY) manage.py migrate --verbosity 0
	DJANGO_SETTINGS_MODULE=portal.settings.dev $(PY) -m uvicorn portal.asgi:application --reload --port $(PORT)

check: ## Lint, types, floors, templates, migrations, translations, deployment
	@scripts/bootstrap dev
	@scripts/check

format: ## Put code and templates in their shape
	@scripts/bootstrap dev
	.venv/bin/ruff check --fix --quiet . || true
	.venv/bin/ruff format --quiet .
	git ls-files '*.html' | xargs .venv/bin/djade --target-version 6.0 || true

messages: ## Extract texts into locale/, fill Traditional Chinese (needs gettext)
	@scripts/bootstrap dev
	$(PY) scripts/messages.py

lock: ## Lock the dependencies anew (needs uv)
	uv pip compile pyproject.toml --universal --python-version 3.13 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o requirements/base.txt
	uv pip compile pyproject.toml --group dev --constraints requirements/base.txt --universal --python-version 3.13 --generate-hashes --no-emit-index-url --no-header --upgrade --quiet -o requirements/dev.txt

bench-import: ## Benchmark: a register of 100,000 rows
	@scripts/bootstrap dev
	$(PY) tests/bench/bench_import.py

bench-registry: ## Benchmark: look-ups at 780,000 households (needs DATABASE_URL)
	@scripts/bootstrap dev
	$(PY) tests/bench/bench_registry.py

bench-forum: ## Benchmark: the forum's pages at 100,000 posts (needs DATABASE_URL, REDIS_URL, wrk)
	@scripts/bootstrap dev
	$(PY) tests/bench/bench_forum.py

bench-sockets: ## Benchmark: five thousand open pages (needs DATABASE_URL, REDIS_URL)
	@scripts/bootstrap dev
	$(PY) tests/bench/bench_sockets.py

bench-search: ## Benchmark: searching ten million posts (needs DATABASE_URL)
	@scripts/bootstrap dev
	$(PY) tests/bench/bench_search.py
