#!/usr/bin/env bash
# Starts the program as the place allows: with the window where there is a screen, else the server
# alone with the links on standard output. Arguments go to every command: --data-dir D.
set -euo pipefail
program="$(dirname "$0")/../.venv/bin/zimmerfrei"

if [ "$(uname)" = Linux ] && [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    echo "No screen here: the server alone. Ctrl-C ends it."
    "$program" link list "$@"
    exec "$program" serve "$@"
fi
exec "$program" "$@"
