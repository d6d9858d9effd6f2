#!/usr/bin/env bash
# Runs every test target on real data: tests/data_*.rs. Fails loudly without the data.
set -euo pipefail
cd "$(dirname "$0")/.."
data="${HEYDOCTOR_SHARED:-../shared/data}"
[ -d "$data" ] || { echo "test-data: no real data at $data; set HEYDOCTOR_SHARED" >&2; exit 1; }
HEYDOCTOR_SHARED="$(cd "$data" && pwd)"
export HEYDOCTOR_SHARED
targets=()
for file in tests/data_*.rs; do targets+=(--test "$(basename "$file" .rs)"); done
cargo test --locked --features ssr "${targets[@]}"
