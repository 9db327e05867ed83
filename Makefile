# Two commands do everything: `make demo` shows the course, `make test` proves that it works.
PYTHON ?= python3
BIN := .venv/bin
COURSE ?= content/webcare
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test quick figures pictures clean

demo: .venv/demo
	$(BIN)/scormbuild build $(COURSE)
	$(BIN)/scormbuild check "$$(ls -t dist/*-scorm12.zip | head -n 1)"
ifndef ONCE
	$(BIN)/scormbuild preview $(COURSE)
endif

# Everything that .ci/run asks for, with what it needs installed first.
test: .venv/dev
	tests/install-browser
	$(BIN)/python player/bundle.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd player && npm run --silent types
	cd player && npm test --silent
	$(BIN)/python -m pytest -n 2 --dist loadgroup -m "not long"

# What the README says of speed and size, measured again; and the pictures in the docs.
figures: .venv/dev
	$(BIN)/python benchmarks/figures.py

pictures: .venv/dev
	$(BIN)/python docs/make_pictures.py

.venv/demo: pyproject.toml player/bundle.py
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	touch $@

.venv/dev: pyproject.toml player/package-lock.json tests/install-node
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	tests/install-node
	touch $@ .venv/demo

clean:
	rm -rf .venv dist player/node_modules src/scormbuild/course/assets src/scormbuild/preview/assets
