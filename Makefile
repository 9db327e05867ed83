# Two commands do everything: `make demo` shows the course and the receiver, `make test` proves that they work.
PYTHON ?= python3
BIN := .venv/bin
COURSE ?= content/webcare
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test quick figures pictures clean

# With ONCE=1 a headless browser plays it, and the command ends.
demo: .venv/demo $(if $(ONCE),.venv/once)
	$(BIN)/scormbuild build $(COURSE)
	$(BIN)/scormbuild check "$$(ls -t dist/*-scorm12.zip | head -n 1)"
	$(BIN)/scormbuild demo $(COURSE) $(if $(ONCE),--once)

# Everything that .ci/run asks for, with what it needs installed first. Three at a time on two cores, as many
# tests wait: for somebody who types, for a receiver that hangs.
test: .venv/dev
	tests/install-browser
	tests/install-java
	$(BIN)/python player/bundle.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd player && npm run --silent types
	cd player && npm test --silent
	$(BIN)/python -m pytest -n 3 --dist loadgroup -m "not long"

# What the README says of speed and size, measured again; and the pictures in the docs.
figures: .venv/dev
	$(BIN)/python benchmarks/figures.py

pictures: .venv/dev
	$(BIN)/python docs/make_pictures.py

.venv/demo: pyproject.toml player/bundle.py
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[desk]'
	touch $@

.venv/once: .venv/demo tests/install-browser
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[demo,desk]'
	tests/install-browser
	touch $@

.venv/dev: pyproject.toml player/package-lock.json tests/install-node
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	tests/install-node
	touch $@ .venv/demo

clean:
	rm -rf .venv dist player/node_modules src/scormbuild/course/assets src/scormbuild/preview/assets
