# `make` alone lists what there is to do.

.DEFAULT_GOAL := help
.PHONY: help run test lint format audit bench up clean reset

# How `make run` builds: dependencies optimised a little, in a fraction of the time that
# `PROFILE=release` takes on the first day.
PROFILE ?= dev

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: ## Serve a demo school, with a private Postgres in ./data
	@.ci/require cargo cc postgres
	@cargo run --locked --profile $(PROFILE) --bin vestnik -- serve --demo

test: lint ## Run everything that can fail: lints, licence audit, tests
	@.ci/require cargo cc postgres nginx
	@# The documentation's examples first, so that what is read last counts the tests.
	cargo test --locked --doc
	cargo test --locked --lib --bins --tests

lint: ## Check formatting, code, documentation and licences
	@.ci/require cargo cc
	cargo fmt --check
	cargo clippy --locked --all-targets -- --deny warnings
	RUSTDOCFLAGS='--deny warnings' cargo doc --locked --no-deps --document-private-items
	@# Without cargo-deny, tests/licences.rs alone holds to .deny.toml.
	@if cargo deny --version >/dev/null 2>&1; then \
		echo cargo deny --locked check licenses bans sources; \
		cargo deny --locked check licenses bans sources; \
	fi

format: ## Format the code
	cargo fmt

audit: ## Ask for known vulnerabilities of dependencies (downloads their list)
	@cargo deny --version >/dev/null 2>&1 || \
		{ echo 'It takes cargo-deny: cargo install cargo-deny --locked' >&2; exit 1; }
	cargo deny --locked check advisories

bench: ## Measure
	@.ci/require cargo cc postgres
	cargo bench --locked --bench '*'

up: ## Start compose.yaml: Postgres, three replicas, nginx
	docker compose up --build --detach --wait

clean: ## Remove what was built; ./data stays
	cargo clean

reset: ## Remove ./data: the private Postgres with all its chats
	@for record in $$(find data -name postmaster.pid 2>/dev/null); do \
		if ps -p "$$(head -n 1 "$$record")" >/dev/null; then \
			echo 'The Postgres in ./data is running: end `make run` first.' >&2; \
			exit 1; \
		fi; \
	done
	rm -rf data
