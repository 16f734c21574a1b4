# Vigil: `make run` to try it, `make test` to trust it. Each does its own set-up and is safe to repeat.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
PY := $(VENV)/bin/python
export PORT

.PHONY: run test test-services check evaluate bench lock strings clean

run: $(VENV)/.run
	@$(PY) scripts/run.py

test: $(VENV)/.dev
	@$(PY) scripts/test.py

test-services: $(VENV)/.dev
	@$(PY) scripts/test.py --services

check: $(VENV)/.dev
	@$(PY) scripts/check.py

evaluate bench: $(VENV)/.dev
	@$(PY) manage.py $@ $(if $(ONLY),--only $(ONLY))

strings: $(VENV)/.dev
	@$(PY) manage.py strings

lock: $(VENV)/.dev
	@for name in requirements requirements-services requirements-dev; do \
	  $(VENV)/bin/uv pip compile -q $$name.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o $$name.txt; \
	done

$(VENV)/.run: requirements.txt
	@$(PYTHON) scripts/install.py $(VENV) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt
	@$(PYTHON) scripts/install.py $(VENV) requirements-dev.txt
	@touch $@ $(VENV)/.run

clean:
	rm -rf build var .mypy_cache .ruff_cache .pytest_cache
