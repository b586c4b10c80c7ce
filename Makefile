# Every recipe is a line that also works by hand. All paths are relative, so that the
# folder may have spaces in its name.

PYTHON ?= python3
PORT ?= 8000
ARGS ?=

python = .venv/bin/python
# As root, the database runs as another account, which must be able to read it.
pip = umask 022 && $(python) -m pip install --quiet --disable-pip-version-check

.PHONY: help run test check bench docs clean

help:
	@echo "make run     start the site (PORT=8000)"
	@echo "make test    the whole test suite (ARGS='-k search')"
	@echo "make check   style, imports, settings, migrations"
	@echo "make bench   measure search and pages; writes docs/benchmarks.md (ARGS='--sizes 10000')"
	@echo "make docs    write the generated pages of the documentation"
	@echo "make clean   remove what can be made again; data in var/ stays"

run: .venv/runtime.stamp
	@exec $(python) manage.py up --port $(PORT)

test: .venv/tests.stamp
	$(python) -m pytest -n auto --dist worksteal -rs --cov --cov-branch $(ARGS)

check: .venv/tests.stamp
	$(python) -m ruff check
	$(python) -m ruff format --check
	.venv/bin/lint-imports
	$(python) manage.py check
	$(python) manage.py makemigrations --check --dry-run

bench: .venv/runtime.stamp
	$(python) manage.py bench_search $(ARGS)

docs: .venv/runtime.stamp
	$(python) manage.py build_docs

clean:
	rm -rf .venv .coverage* .hypothesis .import_linter_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# pip comes last into a new environment: without it, making it was cut short.
.venv/bin/python .venv/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Python 3.11 or newer is needed, and $(PYTHON) is" \
			"$$($(PYTHON) --version 2>&1). If another is installed, name it:" \
			"make run PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "Python's venv module is missing. On Debian and Ubuntu:" \
			"apt-get install python3-venv" >&2; exit 1; }
	umask 022 && $(PYTHON) -m venv --clear .venv

.venv/runtime.stamp: requirements.txt | .venv/bin/python .venv/bin/pip
	@echo "Installing what the site runs on ..."
	@$(pip) -r requirements.txt
	@touch $@

.venv/tests.stamp: tests/requirements.txt requirements.txt | .venv/bin/python .venv/bin/pip
	@echo "Installing what the tests need ..."
	@$(pip) -r tests/requirements.txt
	@touch .venv/runtime.stamp $@
