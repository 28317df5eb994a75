#!/usr/bin/env bash
# A Postgres of its own for the tests: an empty cluster in a folder, on a free port of this machine only.
#
#   scripts/postgres-for-tests.sh start DIR   prints the address to give as TEST_DATABASE_URL
#   scripts/postgres-for-tests.sh stop DIR    ends it and removes the folder
#
# Needs Postgres' programs (`apt-get install postgresql`). fsync stays on: what tests call saved is saved.
set -euo pipefail

usage() {
	sed -n '2,7p' "$0" | sed 's/^# \{0,1\}//' >&2
	exit 2
}

[ $# -eq 2 ] || usage
dir=$2

programs() {
	local found
	if found=$(command -v initdb); then
		dirname "$(readlink -f "$found")"
	else
		# Debian keeps them out of the path; the newest version is last.
		found=$(ls -d /usr/lib/postgresql/*/bin/initdb 2>/dev/null | sort -V | tail -n 1)
		[ -n "$found" ] || {
			echo 'Postgres is not installed: no initdb was found. Try: apt-get install postgresql' >&2
			exit 1
		}
		dirname "$found"
	fi
}

# Postgres refuses to run as root.
as_owner() {
	if [ "$(id -u)" -eq 0 ]; then
		runuser -u postgres -- "$@"
	else
		"$@"
	fi
}

start() {
	local bin password port try
	bin=$(programs)
	mkdir -p "$dir"
	dir=$(cd "$dir" && pwd)
	[ -z "$(ls -A "$dir")" ] || {
		echo "The folder $dir is not empty: give a new one, or stop what runs in it first." >&2
		exit 1
	}
	password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
	printf '%s' "$password" >"$dir/password"
	[ "$(id -u)" -ne 0 ] || chown -R postgres "$dir"
	cd /
	as_owner "$bin/initdb" --pgdata="$dir/cluster" --username=plenary --pwfile="$dir/password" --auth=scram-sha-256 \
		--encoding=UTF8 --locale=C.UTF-8 >"$dir/initdb.log" 2>&1 || {
		cat "$dir/initdb.log" >&2
		exit 1
	}
	for try in 1 2 3 4 5; do
		port=$((20000 + (RANDOM * 32768 + RANDOM) % 12000))
		if as_owner "$bin/pg_ctl" start --pgdata="$dir/cluster" --log="$dir/log" --wait --timeout=60 --silent --options="-p $port \
			-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c max_connections=200 -c fsync=on" >/dev/null 2>&1; then
			echo "postgres://plenary:$password@127.0.0.1:$port/postgres"
			return
		fi
	done
	echo "Postgres did not start; the last lines of its log:" >&2
	tail -n 20 "$dir/log" >&2
	exit 1
}

stop() {
	local bin
	bin=$(programs)
	dir=$(cd "$dir" && pwd)
	# pg_ctl ends the process whose id stands in the folder, and waits for it.
	[ ! -f "$dir/cluster/postmaster.pid" ] || (cd / && as_owner "$bin/pg_ctl" stop --pgdata="$dir/cluster" --mode=fast --silent)
	rm -rf "$dir"
}

case $1 in
start) start ;;
stop) stop ;;
*) usage ;;
esac
