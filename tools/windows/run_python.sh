#!/usr/bin/env bash
# Runs the Windows Python that make_python.sh has made: run_python.sh FOLDER ARGUMENT…
set -euo pipefail

folder=$(realpath "$1")
shift
# Neither .NET nor a browser is asked for when the prefix is made.
export WINEPREFIX=$folder/prefix WINEARCH=win64 WINEDEBUG=${WINEDEBUG:--all} \
    WINEDLLOVERRIDES='mscoree,mshtml='
# Each look at a database keeps a file open in Wine's server until nobody has the database open.
ulimit -n "$(ulimit -Hn)"
if [ ! -e "$WINEPREFIX/.made" ]; then
    rm -rf "$WINEPREFIX"
    mkdir -p "$WINEPREFIX"
    wine wineboot --init </dev/null >/dev/null 2>&1
    wine reg add 'HKCU\Software\Wine' /v Version /d win10 /f </dev/null >/dev/null 2>&1
    wineserver --wait
    touch "$WINEPREFIX/.made"
fi
# To a plain file Python cannot write under Wine 8 ("can't initialize sys standard streams").
wine "$folder/python/python.exe" "$@" </dev/null 2>&1 | cat
