#!/usr/bin/env bash
# Installs what is missing to build (`setup.sh`) and to test (`setup.sh test`), and says what it does.
# Everything comes from package registries: rustup, crates.io, npm, apt.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\033[1m==>\033[0m %s\n' "$*"; }
need() { command -v "$1" >/dev/null || { echo "setup: $1 is missing: $2" >&2; exit 1; }; }

need cargo "install Rust with rustup"
need npm "install Node.js 20 or newer"
need cc "install a C compiler, e.g. apt-get install build-essential"

if command -v rustup >/dev/null; then
  target=wasm32-unknown-unknown
  if ! rustup target list --installed 2>/dev/null | grep -qx "$target"; then
    say "installing the toolchain of rust-toolchain.toml and its target $target"
    rustup toolchain install >/dev/null 2>&1 || true
    rustup target add "$target"
  fi
fi

# npm writes this file last, so a stopped install is begun again.
npm_packages() {
  if [ ! -f "$1/node_modules/.package-lock.json" ] || [ "$1/package-lock.json" -nt "$1/node_modules/.package-lock.json" ]; then
    say "installing the npm packages of $1/package-lock.json"
    npm ci --prefix "$1" --no-audit --no-fund --loglevel=error
    touch "$1/node_modules/.package-lock.json"
  fi
}
npm_packages .

[ "${1:-}" = test ] || exit 0

npm_packages end2end

missing=()
have() { command -v "$1" >/dev/null || [ -x "/usr/sbin/$1" ]; }
# The second has a program that making an empty database needs.
have mysqld || { have mariadbd && have my_print_defaults; } || missing+=(mariadb-server-core mariadb-client-core)
have chromium || missing+=(chromium)
fc-list 2>/dev/null | grep -qi "noto.*cjk" || missing+=(fonts-noto-cjk fontconfig)
if [ ${#missing[@]} -gt 0 ]; then
  say "installing by apt: ${missing[*]}"
  sudo=""; [ "$(id -u)" = 0 ] || sudo=sudo
  export DEBIAN_FRONTEND=noninteractive
  $sudo apt-get update -qq
  $sudo apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
fi
