.PHONY: test

test: .venv/tests.stamp
	.venv/bin/python -m pytest -n auto --cov --cov-branch

.venv/tests.stamp: tests/requirements.txt
	python3 -m venv .venv
	.venv/bin/pip install --quiet -r tests/requirements.txt
	@touch $@
