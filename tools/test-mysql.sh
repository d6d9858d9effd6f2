#!/usr/bin/env bash
# Starts a private MariaDB or MySQL server in a temporary folder, runs a command with its address in
# HEYDOCTOR_TEST_MYSQL_URL (mysql://user:password@127.0.0.1:port, without a database), and stops the
# server when the command ends. Nothing of an installed server is used but its programs.
#   tools/test-mysql.sh cargo test --features ssr
set -euo pipefail

server=$(command -v mariadbd || command -v mysqld || { test -x /usr/sbin/mariadbd && echo /usr/sbin/mariadbd; } ||
    { test -x /usr/sbin/mysqld && echo /usr/sbin/mysqld; } || true)
if [ -z "$server" ]; then
    echo "test-mysql: no MariaDB or MySQL server is installed (apt-get install mariadb-server)" >&2
    exit 1
fi

dir=$(mktemp -d "${TMPDIR:-/tmp}/heydoctor-mysql.XXXXXX")
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

as_root=()
if [ "$(id -u)" = 0 ]; then as_root=(--user=root); fi
mkdir "$dir/data"
if command -v mariadb-install-db >"$dir/which" 2>&1; then
    mariadb-install-db --no-defaults "${as_root[@]}" --datadir="$dir/data" --auth-root-authentication-method=normal \
        --skip-test-db >"$dir/install.log" 2>&1 || { cat "$dir/install.log" >&2; exit 1; }
else
    "$server" --no-defaults "${as_root[@]}" --initialize-insecure --datadir="$dir/data" >"$dir/install.log" 2>&1 ||
        { cat "$dir/install.log" >&2; exit 1; }
fi
cat >"$dir/init.sql" <<'SQL'
CREATE USER IF NOT EXISTS 'heydoctor'@'%' IDENTIFIED BY 'heydoctor';
GRANT ALL ON *.* TO 'heydoctor'@'%';
SQL

# Whether something listens on a port of this machine.
listens() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

for _ in 1 2 3 4 5; do
    # Below the ports that the kernel gives to outgoing connections.
    port=$((20000 + RANDOM % 12000))
    if listens "$port"; then continue; fi
    "$server" --no-defaults "${as_root[@]}" --datadir="$dir/data" --socket="$dir/sock" --pid-file="$dir/pid" \
        --bind-address=127.0.0.1 --port="$port" --init-file="$dir/init.sql" --skip-log-bin --skip-name-resolve \
        --innodb-flush-log-at-trx-commit=0 --innodb-doublewrite=0 --innodb-buffer-pool-size=128M \
        --max-connections=400 >"$dir/server.log" 2>&1 &
    pid=$!
    for _ in $(seq 300); do
        if listens "$port"; then
            export HEYDOCTOR_TEST_MYSQL_URL="mysql://heydoctor:heydoctor@127.0.0.1:$port"
            status=0
            "$@" || status=$?
            exit "$status"
        fi
        kill -0 "$pid" 2>/dev/null || break
        sleep 0.1
    done
    kill "$pid" 2>/dev/null || true
    wait "$pid" 2>/dev/null || true
    pid=
done
echo "test-mysql: the server did not start" >&2
cat "$dir/server.log" >&2
exit 1
