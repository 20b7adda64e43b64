#!/usr/bin/env bash
# Proves the setup in a fresh Wine prefix: prove.sh SETUP STANDINS. It is installed by a user,
# answers, fills a house, serves a link to Linux, opens its window on a screen; installed over itself
# while it runs it keeps the data; removed it leaves nothing else behind. STANDINS is the folder of
# the Windows Python: what Wine 8 lacks and Windows 10 has is put into the prefix from there, where
# it stands for Windows, and not for the program.
set -euo pipefail

setup=$(realpath "${1:?prove.sh SETUP STANDINS}")
standins=$(realpath "${2:?prove.sh SETUP STANDINS}")
scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-setup.XXXXXX")
export WINEPREFIX=$scratch/prefix WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES='mscoree,mshtml='
trap 'wineserver --kill 2>/dev/null || true; rm -rf "$scratch"' EXIT
say() { echo "-- $*"; }

mkdir -p "$WINEPREFIX"
wine wineboot --init </dev/null >/dev/null 2>&1
wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f </dev/null >/dev/null 2>&1
wineserver --wait
system=$WINEPREFIX/drive_c/windows/system32
cp "$standins"/{icuuc,bcryptprimitives}.dll "$system/"

local=$(find "$WINEPREFIX/drive_c/users" -maxdepth 3 -type d -path '*/AppData/Local' | grep -v Public | head -n 1)
program=$local/Programs/Zimmerfrei
data=$local/zimmerfrei
key='HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall\Zimmerfrei'
scheme='HKCU\Software\Classes\zimmerfrei'
run='HKCU\Software\Microsoft\Windows\CurrentVersion\Run'
# Standard streams of Python under Wine must be pipes.
zimmerfrei() { wine "$program/zimmerfrei-cli.exe" "$@" </dev/null 2>&1 | tr -d '\r'; }
has_key() { wine reg query "$1" ${2:+/v "$2"} </dev/null >/dev/null 2>&1; }

xvfb-run -a wine "$setup" /S /LOGIN </dev/null >/dev/null 2>&1
[ -e "$program/Zimmerfrei.exe" ] && [ -e "$program/uninstall.exe" ]
[ ! -e "$program/_internal/icuuc.dll" ]
has_key "$key" UninstallString && has_key "$run" Zimmerfrei
has_key "$scheme" "URL Protocol" && has_key "$scheme\shell\open\command"
find "$WINEPREFIX/drive_c" -name Zimmerfrei.lnk | grep -q 'Start Menu'
say "installed for its user, $(du -sm "$program" | cut -f 1) MB"
zimmerfrei --version
zimmerfrei demo >/dev/null
zimmerfrei backup check
[ -e "$data/zimmerfrei.db" ]

# Serves in the background until it is ended; its one line says that it is bound.
mkfifo "$scratch/said"
port=$(python3 -c 'import socket
with socket.socket() as probe:
    probe.bind(("127.0.0.1", 0))
    print(probe.getsockname()[1])')
wine "$program/zimmerfrei-cli.exe" serve --host 127.0.0.1 --port "$port" </dev/null 2>/dev/null \
    > >(cat >"$scratch/said") &
read -r _ <"$scratch/said"
path=$(zimmerfrei link list --json | grep -oE '/[^/"]+\.ics' | head -n 1)
python3 - "http://127.0.0.1:$port" "$path" "$(zimmerfrei link list --json)" <<'PYTHON'
import json, sys, urllib.parse, urllib.request
base, _, links = sys.argv[1:]
link = next(link for link in json.loads(links) if link["enabled"])
address = base + urllib.parse.urlsplit(link["url"]).path
opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
body = opener.open(address, timeout=30).read()
assert body.startswith(b"BEGIN:VCALENDAR") and body.count(b"BEGIN:VEVENT") > 1, body[:200]
print("--", body.count(b"BEGIN:VEVENT"), "events read from Linux")
PYTHON

kept=$(zimmerfrei occupancy list --json | md5sum)
ends() { cat "$data"/logs/*.log | grep -c "$1" || true; }
xvfb-run -a wine "$setup" /S </dev/null >/dev/null 2>&1
[ "$kept" = "$(zimmerfrei occupancy list --json | md5sum)" ]
has_key "$run" Zimmerfrei
[ "$(ends 'ended as asked')" = 1 ]
say "installed over the program that serves, which ends in order, it keeps the data"

# A desktop that Wine has made without a screen stays without one as long as its server runs.
wineserver --kill || true
wineserver --wait
xvfb-run -a -s '-screen 0 1366x768x24' bash -euo pipefail -c '
    wine "$1/Zimmerfrei.exe" </dev/null 2>&1 | cat >"$2/window.log" &
    until xwininfo -root -tree 2>/dev/null | grep -q "Zimmerfrei\""; do
        kill -0 $! # which fails once the program has ended
        sleep 1
    done
    # An empty window has a handful of colours, its page hundreds. Where nothing tells, it is not asked.
    for _ in $(seq 300); do
        import -window root "$2/window.png" 2>/dev/null || break
        colours=$(identify -format %k "$2/window.png")
        [ "$colours" -lt 100 ] || break
        kill -0 $!
        sleep 1
    done
    [ "${colours:-100}" -ge 100 ]
    wine "$3" /S </dev/null >/dev/null 2>&1
    # Wine takes it off the list a moment later.
    wait $! || true
' - "$program" "$scratch" "$setup"
[ "$kept" = "$(zimmerfrei occupancy list --json | md5sum)" ]
[ "$(ends 'the window has ended in order')" = 1 ]
say "opens its window, which ends in order when it is installed over"
[ -z "${PICTURE:-}" ] || [ ! -e "$scratch/window.png" ] || cp "$scratch/window.png" "$PICTURE"

xvfb-run -a wine "$program/uninstall.exe" /S "_?=$(winepath -w "$program")" </dev/null >/dev/null 2>&1
[ ! -e "$program/Zimmerfrei.exe" ] && [ ! -e "$program/_internal" ]
! has_key "$key" && ! has_key "$run" Zimmerfrei && ! has_key "$scheme"
! find "$WINEPREFIX/drive_c" -name Zimmerfrei.lnk | grep -q .
[ -e "$data/zimmerfrei.db" ]
say "removed it leaves the data and nothing else"
