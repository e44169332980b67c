# Set-up and the daily commands. Each does all the set-up that it needs; see docs/reference/commands.md.
PORT ?= 8000
PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: env dev serve test check bench format lock screens
.DELETE_ON_ERROR:

env: .venv/.run                       ## only the environment of `make serve`
dev: .venv/.dev

.venv/.run: requirements/run.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing Broadsheet and what it stands on …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/run.lock
	@$(BIN)/pip install --quiet --no-deps --no-build-isolation --no-index --editable .
	@touch $@

.venv/.dev: requirements/dev.lock .venv/.run
	@echo "Installing the tools of the tests …"
	@$(BIN)/pip install --quiet --require-hashes -r requirements/dev.lock
	@touch $@

serve: env                            ## a demo newsroom on http://127.0.0.1:$(PORT)/
	@test -f newsroom/data/demo-is-filled || $(BIN)/broadsheet init newsroom --demo --url http://127.0.0.1:$(PORT)
	@exec $(BIN)/broadsheet --dir newsroom up --port $(PORT) --print-sign-in

test: dev                             ## every test that this machine can run
	@sh tests/set-up.sh
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

check: dev                            ## lint, types, floors of the house, freshness of the docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/lint-imports --no-cache | tail -4
	@$(BIN)/mypy
	@$(BIN)/djlint --lint --quiet src/broadsheet
	@$(BIN)/python -m tools.docs --check

bench: dev                            ## the benchmarks, each beside its limit or a peer
	@sh tests/set-up.sh bench
	@$(BIN)/python -m benchmarks

format: dev
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format --quiet .

lock:                                 ## for the maintainer: make the lock files anew
	@$(PYTHON) -m venv build/lock && build/lock/bin/pip install --quiet uv
	@build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group build -o requirements/run.lock
	@build/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11 pyproject.toml --group dev -c requirements/run.lock -o requirements/dev.lock

screens: dev                          ## the screenshots of README and docs
	@$(BIN)/python -m tools.screens
