# Two commands do everything: `make demo` shows the course and the receiver, `make test` proves that they work.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COURSE ?= content/webcare
export PATH := $(CURDIR)/$(BIN):$(PATH)

.PHONY: demo test test-newest lock figures pictures clean

# With ONCE=1 a headless browser plays it, and the command ends.
demo: $(VENV)/demo $(if $(ONCE),$(VENV)/once)
	$(BIN)/scormbuild build $(COURSE)
	$(BIN)/scormbuild check "$$(ls -t dist/*-scorm12.zip | head -n 1)"
	$(BIN)/scormbuild demo $(COURSE) $(if $(ONCE),--once)

# Everything that .ci/run asks for, with what it needs installed first. Three at a time on two cores, as many
# tests wait: for somebody who types, for a receiver that hangs.
test: $(VENV)/dev
	tests/install-browser
	tests/install-java
	$(BIN)/python player/bundle.py
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	cd player && npm run --silent types
	cd player && npm test --silent
	$(BIN)/python -m pytest -n 3 --dist loadgroup -m "not long"

# The same with the newest versions of everything that pyproject.toml allows, in an environment of its own.
test-newest:
	rm -rf .venv/newest
	$(MAKE) test VENV=.venv/newest NEWEST=1

# requirements/*.txt made anew.
lock:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check --upgrade uv
	.venv/lock/bin/python requirements/lock.py

# What the README says of speed and size, measured again; and the pictures in the docs.
figures: $(VENV)/dev
	$(BIN)/python benchmarks/figures.py

pictures: $(VENV)/dev
	$(BIN)/python docs/make_pictures.py

# $(call install,EXTRA): what requirements/EXTRA.txt pins, then the project itself, for which nothing more is fetched.
# This project and PySpark are built on the spot, with what is pinned: in isolation pip would fetch the newest.
define install
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(PIP) --requirement requirements/build.txt
	command -v npm >/dev/null || $(PIP) --requirement requirements/node.txt
	$(PIP) $(if $(NEWEST),--upgrade --upgrade-strategy eager --editable '.[$(1)]',--no-build-isolation --requirement requirements/$(1).txt)
	$(PIP) --no-deps --no-build-isolation --editable .
endef

$(VENV)/demo: pyproject.toml player/bundle.py requirements/desk.txt
	$(call install,desk)
	touch $@

$(VENV)/once: $(VENV)/demo requirements/demo.txt tests/install-browser
	$(PIP) --requirement requirements/demo.txt
	tests/install-browser
	touch $@

$(VENV)/dev: pyproject.toml player/package-lock.json requirements/dev.txt
	$(call install,dev)
	cd player && npm ci --no-progress --loglevel=error
	touch $@ $(VENV)/demo

clean:
	rm -rf .venv dist player/node_modules src/scormbuild/course/assets src/scormbuild/preview/assets
