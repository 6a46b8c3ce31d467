# Every command a person or CI needs. `make` alone lists them.
MAKEFLAGS += --no-print-directory
BIN := .venv/bin

.DEFAULT_GOAL := help
.PHONY: help demo test lint format messages lock clean kills fuzz guided faults load defences sbom audit peers bench

help: ## list these targets
	@sed -n 's/^\([a-z]*\): ## /\1|/p' $(MAKEFILE_LIST) | while IFS='|' read -r name what; do \
		printf '  make %-8s %s\n' "$$name" "$$what"; done

demo: ## press the example protocol and verify it, in output/
	@scripts/bootstrap.sh
	@scripts/demo.sh

# pytest comes last: its closing line is the last line.
test: ## run everything CI runs: linters, types, layers, tests
	@$(MAKE) lint
	@$(BIN)/pytest -n auto

lint: ## ruff, mypy (strict), import-linter
	@scripts/bootstrap.sh --tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

kills: ## kill copies and registrations a hundred times, and heal them
	@scripts/bootstrap.sh --tests
	TYPESET_KILLS=100 $(BIN)/pytest -n auto tests/register tests/batch/test_kills.py

# Other numbers every time: FUZZ_START=… begins where the last run ended, FUZZ_SEED=… throws other dice.
fuzz: ## try FUZZ_COUNT mutants of each kind (1000) and sources from FUZZ_SEED on everything that reads them
	@scripts/bootstrap.sh --tests
	FUZZ_COUNT=$${FUZZ_COUNT:-1000} $(BIN)/pytest -n auto -s tests/fuzz

# atheris has wheels for Linux on x86-64 alone, so it stands beside the environment. What fails is kept in output/fuzz.
guided: ## let coverage guide GUIDED (5000) mutants of sources and manifests: libFuzzer, by atheris
	@scripts/bootstrap.sh --tests
	@$(BIN)/pip install -q --no-deps --require-hashes --only-binary :all: --upgrade --target build/guided -r tests/fuzz/guided.txt
	@mkdir -p output/fuzz build/corpus
	PYTHONPATH=build/guided:.:tests:src $(BIN)/python tests/fuzz/guided.py build/corpus -dict=build/corpus.dict \
		-runs=$${GUIDED:-5000} -seed=$${GUIDED_SEED:-1} -max_len=6000 -timeout=60 -rss_limit_mb=1024 \
		-artifact_prefix=output/fuzz/ -print_final_stats=1

faults: ## break every system call that writes, places and commands (FAULTS=N calls of each, INTERRUPTS=N)
	@scripts/bootstrap.sh --tests
	FAULTS=$${FAULTS:-all} INTERRUPTS=$${INTERRUPTS:-12} $(BIN)/pytest -n auto -s tests/faults

load: ## 50 processes at one register for a minute, and 10,000 copies in one (PROCESSES, DURATION, COPIES)
	@scripts/bootstrap.sh --tests
	@$(BIN)/python benchmarks/load.py --processes $${PROCESSES:-50} --seconds $${DURATION:-60} --copies $${COPIES:-10000}

defences: ## break every defence on purpose, or those of some words (ONLY="seal scan"): tests must fail
	@scripts/bootstrap.sh --tests
	@$(BIN)/python -m tests.defences.run $(ONLY)

# What is left out of the lock is named by `make lock`; licences are those of the packages that are installed.
sbom: ## write the bill of materials (CycloneDX): packages, hashes, licences, fonts
	@scripts/bootstrap.sh
	@$(BIN)/python scripts/sbom.py > output/sbom.json
	@echo output/sbom.json

# 75 in the place of 1 means that the database could not be asked. OSV=URL asks another one, which speaks as osv.dev does.
audit: ## hold the locked packages against a database of known weaknesses (pip-audit)
	@scripts/bootstrap.sh
	@$(BIN)/python scripts/audit.py $(if $(OSV),--osv $(OSV))

peers: ## tests that need a library or device of others: a PKCS11 token
	@scripts/bootstrap.sh --tests
	$(BIN)/pytest tests/peers

bench: ## our speed beside that of others, in turn (ONLY=W1,W4 ROUNDS=5 ORIGINALS=200)
	@scripts/bootstrap.sh
	$(if $(ONLY),,$(BIN)/python benchmarks/copies.py)
	@$(BIN)/python benchmarks/install.py
	$(BIN)/python benchmarks/speed.py $(if $(ONLY),--only $(ONLY)) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ORIGINALS),--originals $(ORIGINALS))

format: ## let ruff mend and format the code
	@scripts/bootstrap.sh --tests
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: ## bring the catalogues of messages up to date, and compile them
	@scripts/bootstrap.sh --tests
	$(BIN)/python scripts/messages.py

lock: ## compute requirements/*.txt anew (newest versions: scripts/lock.sh --upgrade)
	@scripts/lock.sh

clean: ## remove .venv, caches and output
	rm -rf .venv .mypy_cache .pytest_cache .ruff_cache .hypothesis .import_linter_cache .coverage .coverage.* htmlcov build dist
	find output -mindepth 1 ! -name .gitkeep -delete
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
