# make run   open quizprep (creates .venv the first time)
# make test  install what the tests need and run them all
# make test-gpu  the training tasks on a GPU; fails where there is none

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test translations test-gpu lint bench clean

run: $(VENV)/.run
	@$(BIN)/quizprep

test: $(VENV)/.test
	$(BIN)/ruff check quizprep tests questions solutions benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -n 2 --dist loadgroup

test-gpu: $(VENV)/.test
	$(BIN)/python -m pytest -m gpu tests/gpu

lint: $(VENV)/.test
	$(BIN)/ruff check --fix quizprep tests questions solutions benchmarks
	$(BIN)/quizprep lint

bench: $(VENV)/.test
	$(BIN)/python benchmarks/startup.py
	$(BIN)/python benchmarks/verdict.py

translations: $(VENV)/.test
	$(BIN)/pybabel compile --directory quizprep/locale --domain quizprep

clean:
	rm -rf $(VENV) dist build

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit("quizprep needs Python 3.11 or newer; set PYTHON=… to one" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[torch]"
	@touch $@

$(VENV)/.test: $(VENV)/bin/python pyproject.toml
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[torch,test]"
	@touch $@ $(VENV)/.run
