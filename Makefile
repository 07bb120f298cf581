# Each target does the whole set-up that it needs.
PYTHON = .venv/bin/python
TESTS = $(PYTHON) -m pytest

.PHONY: run test soak load check lint types imports translations bench figures screenshots clean lock setup setup-tests

run: setup
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ]; then $(PYTHON) -m pos_app demo; \
	else $(PYTHON) -m pos_app demo --headless --out build/demo; fi

test: setup-tests
	$(TESTS) -n 2 --dist loadfile

# A thousand seeded histories of tills and head office, states after a power loss, mutated bodies: hours on two cores.
soak: setup-tests
	POS_SEEDS=0-999 POS_STICK_SEEDS=0-299 POS_CRASH_STATES=5000 POS_MUTATED=1000000 $(TESTS) -n 2 \
		tests/sync/simulation/test_simulation.py tests/sync/simulation/test_sticks.py tests/store/test_power_loss.py \
		tests/sync/test_mutated_bodies.py

# 500 tills, then 2 000, that press the button within ten minutes, ten times as quick as in life: five minutes.
load: setup-tests
	$(PYTHON) -m tests.load --tills 500
	$(PYTHON) -m tests.load --tills 2000

check: lint types imports translations test

lint: setup-tests
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types: setup-tests
	$(PYTHON) -m mypy

imports: setup-tests
	.venv/bin/lint-imports

translations: setup-tests
	$(PYTHON) -m tests.tidy.translations

bench: setup-tests
	$(PYTHON) -m tests.bench

# The figures of README's "How large": a quarter of an hour on two cores that do nothing else.
figures: setup-tests
	$(PYTHON) -m tests.bench ingest ingest_pouchdb tills_500 || true
	$(PYTHON) -m tests.load --tills 500
	$(PYTHON) -m tests.load --tills 2000
	$(PYTHON) -m tests.load --tills 2000 --servers 2
	$(PYTHON) -m tests.bench.ingest_flat 10000 100000 1000000

screenshots: setup-tests
	QT_QPA_PLATFORM=offscreen $(PYTHON) -m tests.screenshots

# Locks every package by version and hash for every system, without naming where it came from.
lock: setup-tests
	$(PYTHON) -m pip install --quiet uv
	$(PYTHON) -m uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-emit-find-links --no-header --extra dev --output-file requirements.lock pyproject.toml

setup:
	@.ci/setup

setup-tests:
	@.ci/setup tests

clean:
	rm -rf build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage
	find pos_app tests -name __pycache__ -type d -prune -exec rm -rf {} +
	find resources/locale -name '*.mo' -delete
