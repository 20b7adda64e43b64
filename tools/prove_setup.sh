#!/usr/bin/env bash
# Proves on a bare Debian that a clean clone needs nothing but git, make and python3:
# prove_setup.sh SUITE [STEP…], SUITE such as bookworm or trixie, STEP setup, demo or test; all
# three where none is named. PYTEST_ARGS narrows the tests. ROOT keeps the bare root in that folder;
# where it is there already it is used again. Only what is committed is tried.
set -euo pipefail

suite=${1:?prove_setup.sh SUITE [setup] [demo] [test]}
shift
steps=("$@")
[ ${#steps[@]} -gt 0 ] || steps=(setup demo test)
repository=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=tools/bare_root.sh
. "$repository/tools/bare_root.sh"
need_mmdebstrap

scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-bare.XXXXXX")
trap 'rm -rf --one-file-system "$scratch"' EXIT
root=${ROOT:-$scratch/root}
if [ ! -e "$root/etc/debian_version" ]; then
    echo "== $suite: a bare root"
    make_bare_root "$suite" "$root" "$scratch" git,make,python3,ca-certificates
fi
connect_bare_root "$root"
rm -rf "$root/root/zimmerfrei"
git clone --quiet --no-local "$repository" "$root/root/zimmerfrei"

# What the owner of a bare machine does. Written to a file, because it is run in another root.
cat >"$root/root/steps.sh" <<'STEPS'
set -euo pipefail
cd /root/zimmerfrei

answers() {
    python3 - "$1" <<'PYTHON'
import sys, urllib.request
body = urllib.request.build_opener(urllib.request.ProxyHandler({})).open(sys.argv[1], timeout=30).read()
sys.exit(not (body.startswith(b"BEGIN:VCALENDAR") and body.count(b"BEGIN:VEVENT") > 1))
PYTHON
}

try_demo() {
    local log=/root/demo.log link='' end=$((SECONDS + 600))
    make demo >"$log" 2>&1 &
    local demo=$!
    until [ -n "$link" ] && answers "$link" 2>/dev/null; do
        if ! kill -0 $demo 2>/dev/null || [ $SECONDS -gt $end ]; then
            cat "$log"
            echo "No printed link answers." >&2
            kill $demo 2>/dev/null || true
            return 1
        fi
        sleep 1
        link=$(grep -oE -m 1 'http://[^ ]+\.ics' "$log" || true)
    done
    # What a Ctrl-C in a terminal does to the whole of it ends in the same handler as this.
    kill -TERM "$(pgrep_demo)"
    wait $demo || true
    if ls -d /tmp/zimmerfrei-demo.* 2>/dev/null; then
        echo "The demo has left its folder behind." >&2
        return 1
    fi
    echo "A printed link answers, and the demo ends and leaves nothing behind."
}

# The process of tools/demo.sh: a bare root has no pgrep.
pgrep_demo() {
    grep -lzx 'tools/demo.sh' /proc/[0-9]*/cmdline | head -n 1 | cut -d / -f 3
}

for step in "$@"; do
    echo "== make $step"
    case $step in
        demo) try_demo ;;
        *) make "$step" ;;
    esac
done
STEPS

in_bare_root "$root" bash /root/steps.sh "${steps[@]}"
echo "== $suite: ${steps[*]} hold on a bare root"
