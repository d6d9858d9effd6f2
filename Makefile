# What a person runs. `make run` and `make test` install what is missing first.

CARGO := cargo
SERVER := target/debug/heydoctor
export CARGO_TERM_COLOR ?= auto

.PHONY: run test test-data build bench watch setup setup-test fmt lint site clean

run: setup site ## build, load demonstration data on the first start, serve on http://127.0.0.1:3000
	$(CARGO) build --locked --features ssr
	$(SERVER) serve

test: setup setup-test site ## units, both databases, the browser
	$(CARGO) build --locked --features ssr --tests --bins
	tools/test-mysql.sh $(CARGO) test --locked --features ssr
	tools/end2end.sh

test-data: setup setup-test ## the tests on real data in ../shared/data or $$HEYDOCTOR_SHARED
	tools/test-mysql.sh tools/test-data.sh

build: setup site ## the optimised build: target/release/heydoctor
	$(CARGO) build --locked --release --features ssr

bench: build ## figures, beside their peers
	tools/bench.sh

watch: setup ## rebuild on every change, for those who have cargo-leptos
	cargo leptos watch

setup:
	@tools/setup.sh

setup-test:
	@tools/setup.sh test

site: setup
	$(CARGO) run --locked --package xtask -- site

fmt: ; $(CARGO) fmt --all
lint: setup ## what CI checks before the tests
	$(CARGO) fmt --all --check
	$(CARGO) clippy --locked --features ssr --all-targets --workspace -- -D warnings
	$(CARGO) clippy --locked --lib --features hydrate --target wasm32-unknown-unknown -- -D warnings
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --locked --no-deps --features ssr --document-private-items

clean:
	$(CARGO) clean
	rm -rf node_modules end2end/node_modules
