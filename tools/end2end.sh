#!/usr/bin/env bash
# The browser tests: starts the built server on a free port with a fresh database of demonstration
# places at a fixed moment, runs Playwright against it, stops it. Arguments go to Playwright:
#   tools/end2end.sh --project phone specs/map.spec.ts
# HEYDOCTOR_BIN and HEYDOCTOR_SITE_ROOT name another server and another built site, CHROMIUM another browser.
set -euo pipefail
cd "$(dirname "$0")/.."

server=$(realpath "${HEYDOCTOR_BIN:-target/debug/heydoctor}")
site=$(realpath "${HEYDOCTOR_SITE_ROOT:-target/site}")
[ -x "$server" ] || { echo "end2end: no server at $server; build it first" >&2; exit 1; }
[ -f "$site/pkg/heydoctor.wasm" ] || { echo "end2end: no built site at $site" >&2; exit 1; }
export CHROMIUM="${CHROMIUM:-$(command -v chromium || command -v chromium-browser || true)}"
[ -n "$CHROMIUM" ] || { echo "end2end: no chromium is installed (apt-get install chromium)" >&2; exit 1; }

dir=$(mktemp -d "${TMPDIR:-/tmp}/heydoctor-end2end.XXXXXX")
pid=
stop() {
    trap - EXIT INT TERM
    if [ -n "$pid" ]; then
        kill "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    fi
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Whether something listens on a port of this machine.
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
# A port that nothing listens on, below those that the kernel gives to outgoing connections.
free_port() {
    local port
    for _ in $(seq 50); do
        port=$((20000 + RANDOM % 12000))
        if ! listens "$port"; then echo "$port"; return; fi
    done
    echo "end2end: no free port" >&2
    return 1
}
ready() { node -e 'fetch(process.argv[1]).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))' "$1/readyz"; }

for _ in 1 2 3 4 5; do
    port=$(free_port)
    metrics=$(free_port)
    [ "$port" != "$metrics" ] || continue
    # A Wednesday at half past one: some places are open, some at lunch, some closed.
    env -u DATA_GO_KR_KEY -u HEYDOCTOR_PUBLIC_URL \
        DATABASE_URL="sqlite://$dir/end2end.db" HEYDOCTOR_SITE_ROOT="$site" \
        HEYDOCTOR_LISTEN="127.0.0.1:$port" HEYDOCTOR_METRICS_LISTEN="127.0.0.1:$metrics" \
        HEYDOCTOR_FIXED_TIME="2026-11-25T13:30:00+09:00" \
        HEYDOCTOR_TILE_URL='https://tiles.invalid/{z}/{x}/{y}.png' HEYDOCTOR_TRUSTED_PROXIES=127.0.0.1 \
        "$server" serve >"$dir/server.log" 2>&1 &
    pid=$!
    export BASE_URL="http://127.0.0.1:$port"
    for _ in $(seq 120); do
        kill -0 "$pid" 2>/dev/null || break
        if ready "$BASE_URL"; then break 2; fi
        sleep 0.25
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
done
if [ -z "$pid" ]; then
    echo "end2end: the server did not start" >&2
    cat "$dir/server.log" >&2
    exit 1
fi

# The demonstration's account, as the server prints it, and one session for all tests: an address may
# not log in as often as there are tests.
read -r STAFF_EMAIL _ STAFF_PASSWORD < <(grep -a -A1 '/staff · ' "$dir/server.log" | tail -n 1)
export STAFF_EMAIL STAFF_PASSWORD
STAFF_COOKIE=$(node -e '
fetch(process.env.BASE_URL + "/staff/log-in", { method: "POST", redirect: "manual",
  body: new URLSearchParams({ email: process.env.STAFF_EMAIL, password: process.env.STAFF_PASSWORD }) })
  .then((answer) => console.log(answer.headers.get("set-cookie").match(/^staff=([^;]+)/)[1]))')
export STAFF_COOKIE

status=0
export PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD=1
(cd end2end && npx --no-install playwright test "$@") || status=$?

if ! kill -0 "$pid" 2>/dev/null; then
    echo "end2end: the server ended during the tests" >&2
    tail -n 50 "$dir/server.log" >&2
    status=1
fi
if grep -a panicked "$dir/server.log" >&2; then
    echo "end2end: the server panicked" >&2
    status=1
fi
exit "$status"
