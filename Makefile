# What each target does is in scripts/, one job per file.
.DEFAULT_GOAL := help
# Two compilers at once would only wait for each other's lock.
.NOTPARALLEL:

# Nothing is built twice in CI, so what would speed up the second build is left out.
ifdef CI
export CARGO_INCREMENTAL := 0
endif

cargo := @scripts/cargo-step.sh
# The profile of the real build: both then share the crates that run inside the compiler.
wasm32 := --lib --no-default-features --features hydrate --target wasm32-unknown-unknown --profile wasm-release

.PHONY: help
help: ## List the targets
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: wasm release ## Install what is missing, build, and start the app with demo orders at http://127.0.0.1:3000
	@scripts/run.sh

.PHONY: test
test: fmt lint wasm-clean rust-test postgres-test server wasm site-clean budget e2e ## Check everything, browser included
	@echo '✔ Everything passed'

.PHONY: bench
bench: setup wasm release np-simulator ## Measure the browser beside other grids, the grid's queries, and 与信を実行 beside a bare client
	@scripts/bench.sh

.PHONY: simulator
simulator: np-simulator ## Start the simulator of NP by itself (ARGS="--help" lists its flags)
	@target/release/np-simulator $(ARGS)

.PHONY: setup
setup: tools wasm-tools browser ## Install everything that building and testing need

.PHONY: fmt
fmt: ## Check the format of the Rust code
	$(cargo) "Checking the format" fmt --check

.PHONY: lint
lint: tools wasm-target ## Lint both halves with clippy
	$(cargo) "Linting the server half" clippy --all-targets --features ssr -- -D warnings
	@FRONT=1 scripts/cargo-step.sh "Linting the browser half" clippy $(wasm32) -- -D warnings

.PHONY: wasm-clean
wasm-clean: tools ## Check that the browser half contains no server crate
	@scripts/check-wasm-clean.sh

.PHONY: rust-test
rust-test: tools faketime ## Run the Rust tests
	$(cargo) "Running the Rust tests" test --features ssr -- --test-threads=4

.PHONY: postgres-test
postgres-test: tools faketime ## Run the desk's tests on a private PostgreSQL
	@scripts/test-postgres.sh

.PHONY: chaos
chaos: tools faketime ## Run thousands of orders through chaos, on both databases (CHAOS_ORDERS=, CHAOS_SEED=)
	@scripts/chaos.sh

.PHONY: wasm
wasm: tools wasm-tools ## Build the browser half and the site around it
	@scripts/build-wasm.sh

.PHONY: site-clean
site-clean: ## Check that what the browser loads holds nothing of the server
	@scripts/check-site.sh

.PHONY: budget
budget: ## Check the size of the WebAssembly file
	@scripts/wasm-size.sh

.PHONY: e2e
e2e: browser server wasm ## Run the browser tests (ARGS="--project tablet" goes to Playwright)
	@scripts/e2e.sh $(ARGS)

.PHONY: server release np-simulator
server: tools
	$(cargo) "Building the server" build --bin atobarai-desk --features ssr
release: tools
	$(cargo) "Building the server for use" build --release --bin atobarai-desk --features ssr
np-simulator: tools
	$(cargo) "Building the simulator" build --release --bin np-simulator --features ssr

# Run by hand when the crate has a newer table; the desk is built with what is in the repository.
.PHONY: postal-table
postal-table: tools ## Write the postal table anew from the newest release of its crate
	@scripts/postal-table.sh

.PHONY: tools wasm-target wasm-tools browser faketime
tools:
	@scripts/setup-build-tools.sh
wasm-target: tools
	@scripts/setup-wasm-target.sh
wasm-tools: wasm-target
	@scripts/setup-wasm-bindgen.sh
	@scripts/setup-wasm-split.sh
	@scripts/setup-wasm-opt.sh
browser:
	@scripts/setup-browser.sh
faketime:
	@scripts/setup-faketime.sh
