#!/usr/bin/env bash
# The sample guest house in a throwaway folder, on a port that nobody uses.
set -euo pipefail
here=$(dirname "$0")
bin="$here/../.venv/bin"

folder=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-demo.XXXXXX")
trap 'rm -rf "$folder"' EXIT

"$bin/zimmerfrei" demo --data-dir "$folder"
port=$("$bin/python" -c 'import socket
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    print(probe.getsockname()[1])')
"$bin/zimmerfrei" settings set port "$port" --data-dir "$folder" >/dev/null

# Ctrl-C does not reach a program in the background: it and a plain kill are passed on as TERM. The
# folder goes when the program has ended.
"$here/start.sh" --data-dir "$folder" &
child=$!
trap 'kill -TERM "$child" 2>/dev/null' INT TERM HUP
status=0
while kill -0 "$child" 2>/dev/null; do
    status=0
    wait "$child" || status=$?
done
exit "$status"
