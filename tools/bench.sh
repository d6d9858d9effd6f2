#!/usr/bin/env bash
# Takes the figures of BENCHMARKS.md anew; nothing here fails for being slow.
set -euo pipefail
cd "$(dirname "$0")/.."
command -v wrk >/dev/null || { echo "==> installing by apt: wrk"; sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo; $sudo apt-get install -y -qq wrk >/dev/null; }
cargo bench --locked --features ssr --bench directory
cargo bench --locked --features ssr --bench http
cargo bench --locked --features ssr --bench booking
cargo bench --locked --features ssr --bench triage
echo "the browser's module, as transferred:"
wc -c target/site/pkg/heydoctor.{wasm,js}.br target/site/islands.js.br
