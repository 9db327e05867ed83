# make demo         shows the course, the LRS and the dashboard; with ONCE=1 without a window, and it ends
# make quick        what can be known in half a minute, while you write: format, lint, types, pure tests
# make test         everything that is asked of a change, in Python, in Node and in a browser
# make test-newest  the same with the newest versions of all that is needed
# make mutation     changes one thing in the code at a time, and says which changes no test notices; takes hours
# make messages     the catalogues brought up to date with the messages in the code
# make lock         requirements/*.txt made anew from pyproject.toml
# make audit        known vulnerabilities in what is pinned, in Python and in Node; needs the network
# make sbom         a release's bill of materials in dist/, in CycloneDX
# make figures      what the README says of speed and size, measured again
# make pictures     the pictures in the docs, taken again
# make clean        away with all that was made here
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
COURSE ?= content/webcare
export PATH := $(CURDIR)/$(BIN):$(PATH)
# Tests start hundreds of processes: none is to compile the code anew, whatever the environment asks for.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: messages demo quick test test-newest check-python check-player mutation lock audit sbom figures pictures clean

# With ONCE=1 a headless browser plays it, and the command ends.
demo: $(VENV)/demo $(if $(ONCE),$(VENV)/once)
	$(BIN)/scormbuild build $(COURSE)
	$(BIN)/scormbuild check "$$(ls -t dist/*-scorm12.zip | head -n 1)"
	$(BIN)/scormbuild demo $(COURSE) $(if $(ONCE),--once)

# mypy reads from its cache what hasn't changed. The tests are pure: values in, values out, with no browser,
# database or process; those that draw hundreds of examples wait for `make test`.
quick: $(VENV)/dev
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/python -m pytest --quiet -m "not hypothesis and not long" @tests/quick.txt

# Everything that .ci/run asks for, with what it needs installed first. Five at a time on two cores, as many
# tests wait: for somebody who types, for an LRS that hangs. tests/support/order.py says which goes when.
test: $(VENV)/dev
	tests/install-browser
	tests/install-java
	$(BIN)/python player/bundle.py
	$(MAKE) --jobs=2 --output-sync=target check-python check-player
	$(BIN)/python -m pytest -n 5 --dist loadgroup --no-loadscope-reorder --durations=25 -m "not long"

check-python:
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

check-player:
	cd player && npm run --silent types
	cd player && npm test --silent

# The same with the newest versions of everything that pyproject.toml allows, in an environment of its own.
test-newest:
	rm -rf .venv/newest
	$(MAKE) test VENV=.venv/newest NEWEST=1

# PLAYER and LRS narrow it: make mutation LRS='scormbuild.lrs.auth.scope*' PLAYER=src/saver.js
mutation: $(VENV)/dev
	$(PIP) --requirement requirements/mutation.txt
	$(BIN)/mutmut run $(LRS)
	$(BIN)/mutmut results
	cd player && npx --yes --package @stryker-mutator/core@9.6.1 --package @stryker-mutator/tap-runner@9.6.1 stryker run $(if $(PLAYER),--mutate $(PLAYER))

# requirements/*.txt made anew.
lock:
	$(PYTHON) -m venv .venv/lock
	.venv/lock/bin/python -m pip install --quiet --disable-pip-version-check --upgrade uv
	.venv/lock/bin/python requirements/lock.py

# Both are asked whatever the first says, and either counts. Strict: what can't be looked up is no all-clear.
audit: .venv/audit/made
	status=0; \
	.venv/audit/bin/pip-audit --strict --disable-pip --progress-spinner off \
		--requirement requirements/dev.txt --requirement requirements/node.txt --requirement requirements/audit.txt || status=1; \
	(cd player && npm audit --audit=true --package-lock-only) || status=1; \
	exit $$status

# New messages are left empty, for a translator; tests/test_catalogue.py says which.
messages: $(VENV)/dev
	mkdir -p build
	$(BIN)/pybabel --quiet extract --keyword=_ --keyword=mark --no-wrap --sort-by-file --add-location=file --output=build/scormbuild.pot src/scormbuild
	$(BIN)/pybabel --quiet update --no-wrap --no-fuzzy-matching --ignore-obsolete --domain=scormbuild --input-file=build/scormbuild.pot --output-dir=src/scormbuild/locale

# With the time of the commit, so that the same commit gives the same bytes.
sbom: .venv/audit/made
	SOURCE_DATE_EPOCH=$$(git log -1 --format=%ct) .venv/audit/bin/python requirements/sbom.py

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

.venv/audit/made: requirements/audit.txt
	$(PYTHON) -m venv .venv/audit
	.venv/audit/bin/python -m pip install --quiet --disable-pip-version-check --requirement requirements/audit.txt
	touch $@

$(VENV)/demo: pyproject.toml player/bundle.py requirements/dashboard.txt
	$(call install,dashboard)
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
