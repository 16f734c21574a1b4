# Vigil: `make run` to try it, `make test` to trust it. Each does its own set-up and is safe to repeat.
PYTHON ?= python3
VENV ?= .venv
PORT ?= 8000
PY := $(VENV)/bin/python
SECRET := $(or $(VIGIL_VAR),var)/secret_key
export PORT

.PHONY: run test test-services check evaluate bench lock strings clean again

run: $(VENV)/.run
	@$(PY) scripts/run.py

# ARGS go to pytest: make test ARGS="tests/tickets -x"
test: $(VENV)/.dev
	@$(PY) scripts/test.py $(ARGS)

test-services: $(VENV)/.dev
	@$(PY) scripts/test.py --services $(ARGS)

check: $(VENV)/.dev
	@$(PY) scripts/check.py

evaluate bench: $(VENV)/.dev $(SECRET)
	@$(PY) manage.py $@ $(if $(ONLY),--only $(ONLY))

strings: $(VENV)/.dev $(SECRET)
	@$(PY) manage.py strings

lock: $(VENV)/.dev
	@for name in requirements requirements-services requirements-dev; do \
	  $(VENV)/bin/uv pip compile -q $$name.in --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header -o $$name.txt; \
	done

# An environment whose Python is gone (moved, upgraded) is made again.
ifeq ($(wildcard $(PY)),)
$(VENV)/.run $(VENV)/.dev: again
endif

$(VENV)/.run: requirements.txt
	@$(PYTHON) scripts/install.py $(VENV) requirements.txt
	@touch $@

$(VENV)/.dev: requirements-dev.txt
	@$(PYTHON) scripts/install.py $(VENV) requirements-dev.txt
	@touch $@ $(VENV)/.run

$(SECRET):
	@$(PY) scripts/secret_key.py $@

clean:
	rm -rf build var .mypy_cache .ruff_cache .pytest_cache
