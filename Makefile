# `make` without a target lists the targets.

.DEFAULT_GOAL := help
.PHONY: help run test test-browsers soak tools-to-run tools-to-test build-tests test-server test-client lint \
	lint-server check-format lint-documentation lint-client format audit bench bench-growth up clean reset

# How `make run` builds: with slightly optimised dependencies, which takes a fraction of the first
# build with `PROFILE=release`.
PROFILE ?= dev

# Integration tests wait more than they compute: four at a time for each processor.
TEST_THREADS ?= $(shell echo $$((4 * $$(getconf _NPROCESSORS_ONLN))))

# Clippy compiles the tests and the server that they run, as `cargo clippy` itself would check them:
# linting them apart would compile every dependency once more.
CLIPPED := RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=--deny__CLIPPY_HACKERY__warnings__CLIPPY_HACKERY__

# Browser tests use the system's Chromium.
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD := 1
export npm_config_update_notifier := false

# Runs commands at the same time, prints what each printed when it ends, and fails if one failed.
TOGETHER := node client/scripts/parallel.mjs

# npm's record of what it installed: as new as the last `npm ci`.
MODULES := client/node_modules/.package-lock.json
# The server with which `make bench` compares.
PEERS := benches/peers/node/node_modules/.package-lock.json
WEB_CLIENT := client/apps/school/dist
CAMPUS_DEMO := client/apps/campus/dist
SHOP_DEMO := client/apps/shop/dist
DROP_IN := client/packages/market/dist
STORYBOOK := client/packages/kit/storybook-static
# Everything as it is served: the demos and the drop-in scripts beside the school's client.
SITE := client/site
# Includes directories, so that a removed file counts too; excludes generated files.
WEB_CLIENT_SOURCES := $(wildcard client/*.json client/scripts/*) $(shell find client/packages client/apps \
	-mindepth 2 \( -name node_modules -o -name dist -o -name storybook-static -o -name e2e -o -name tests \
	-o -name test-results -o -name playwright-report \) -prune -o -print)

help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: tools-to-run $(SITE)/index.html ## Serve a demo school, campus and shop, with a private Postgres in ./data
	@WEB_ROOT=$(SITE) REALMS=$${REALMS:-all} \
		cargo run --locked --profile $(PROFILE) --bin vestnik -- serve --demo

tools-to-run:
	@.ci/require cargo cc node postgres

test: tools-to-test $(MODULES) ## Run lints, the licence audit and all tests
	@# Steps that keep one processor busy run beside others. The browser tests need them all. A failed test does
	@# not keep the others from running, so that one run names every failure.
	@$(TOGETHER) '$(MAKE) check-format build-tests' \
		'$(MAKE) $(WEB_CLIENT)/index.html $(STORYBOOK)/index.html lint-client'
	@failed=0; \
	$(TOGETHER) '$(MAKE) test-server' '$(MAKE) lint-documentation' '$(MAKE) test-client' || failed=1; \
	(cd client && npm run e2e) || failed=1; \
	exit $$failed

# Clippy compiles and lints in one go: linting apart would compile every dependency once more. The client's
# tests run the server that this builds; `cargo build` would leave out the features that only tests ask for.
build-tests:
	$(CLIPPED) cargo test --locked --no-run --no-fail-fast --workspace --all-targets

test-server: build-tests
	@# No fail-fast, so that one run names every failure.
	@failed=0; \
	$(CLIPPED) cargo test --locked --lib --test allocations --test architecture --test documents --test licences \
		--test faults --no-fail-fast || failed=1; \
	$(CLIPPED) cargo test --locked --test integration -- --test-threads $(TEST_THREADS) || failed=1; \
	exit $$failed

test-client: $(MODULES)
	cd client && npm test

tools-to-test:
	@.ci/require cargo cc node postgres nginx chromium pgbouncer faketime

test-browsers: tools-to-test $(WEB_CLIENT)/index.html ## Run the portable browser tests in Firefox, and a smoke test in WebKitGTK
	@.ci/require firefox webkit
	@# The server that the tests run.
	cargo build --locked
	cd client && npm run e2e:browsers

soak: ## Inject faults for minutes: SOAK_SEED=… SOAK_MESSAGES=100000
	@.ci/require cargo cc postgres nginx pgbouncer faketime
	@# One after the other: each needs the machine to itself.
	cargo test --locked --test faults -- --ignored --nocapture --test-threads 1
	cargo test --locked --test integration replicas::presence -- --ignored --nocapture
	cargo test --locked --test integration native::photos -- --ignored --nocapture

lint: lint-server lint-client ## Check formatting, code, documentation and licences

lint-server: check-format lint-documentation
	cargo clippy --locked --workspace --all-targets -- --deny warnings

check-format:
	@.ci/require cargo cc
	cargo fmt --all --check
	@# `cargo test --doc` would compile the crate once more, for no example at present.
	@awk 'FNR == 1 { inside = 0 } \
		/^ *\/\/[\/!] ```/ { \
			if (!inside && !/```text$$/) { \
				print FILENAME ":" FNR ": examples in comments are not tested, mark it as text"; \
				failed = 1; \
			} \
			inside = !inside; \
		} \
		END { exit failed }' $$(find src -name '*.rs')
	@# Without cargo-deny, only tests/licences.rs checks .deny.toml.
	@if cargo deny --version >/dev/null 2>&1; then \
		echo cargo deny --locked check licenses bans sources; \
		cargo deny --locked check licenses bans sources; \
	fi

lint-documentation:
	RUSTDOCFLAGS='--deny warnings' cargo doc --locked --no-deps --document-private-items

lint-client: $(MODULES)
	cd client && npm run lint

format: $(MODULES) ## Format the code
	cargo fmt --all
	cd client && npm run format

$(MODULES): client/package-lock.json
	@.ci/require node
	cd client && npm ci --no-audit --no-fund
	@touch $@

$(PEERS): benches/peers/node/package-lock.json
	@.ci/require node
	cd benches/peers/node && npm ci --no-audit --no-fund
	@touch $@

$(WEB_CLIENT)/index.html: $(MODULES) $(WEB_CLIENT_SOURCES)
	@.ci/require node
	cd client && npm run build
	@touch $@

$(STORYBOOK)/index.html: $(MODULES) $(WEB_CLIENT_SOURCES)
	@.ci/require node
	cd client && npm run storybook:build -w @vestnik/kit
	@touch $@

$(SITE)/index.html: $(WEB_CLIENT)/index.html
	@rm -rf $(SITE)
	@cp -R $(WEB_CLIENT) $(SITE)
	@cp -R $(CAMPUS_DEMO) $(SITE)/campus
	@cp -R $(SHOP_DEMO) $(SITE)/shop
	@cp -R $(DROP_IN) $(SITE)/static

audit: ## Check dependencies for known vulnerabilities (downloads their list)
	@cargo deny --version >/dev/null 2>&1 || \
		{ echo 'This needs cargo-deny: cargo install cargo-deny --locked' >&2; exit 1; }
	cargo deny --locked check advisories

bench: $(PEERS) ## Run the benchmarks: ROWS=sends,latency PLOT=1, see docs/performance.md
	@.ci/require cargo cc node postgres nchan redis
	cargo bench --locked --bench table

bench-growth: ## Time every call at 10⁴, 10⁶ and 10⁷ messages: GROWTH=10000,1000000
	@.ci/require cargo cc postgres
	@# Ten million messages need 15 GB, which are removed afterwards.
	@install -d -m 1777 target/tmp
	TMPDIR=$(CURDIR)/target/tmp cargo bench --locked --bench growth

up: ## Start compose.yaml: Postgres, three replicas, nginx
	docker compose up --build --detach --wait

clean: ## Remove build results; ./data stays
	cargo clean
	rm -rf client/node_modules client/*/*/node_modules client/*/*/dist client/packages/kit/storybook-static $(SITE) \
		client/apps/*/test-results client/apps/*/playwright-report

reset: ## Remove ./data: the private Postgres with all its chats
	@for record in $$(find data -name postmaster.pid 2>/dev/null); do \
		if ps -p "$$(head -n 1 "$$record")" >/dev/null; then \
			echo 'The Postgres in ./data is running: end `make run` first.' >&2; \
			exit 1; \
		fi; \
	done
	rm -rf data
