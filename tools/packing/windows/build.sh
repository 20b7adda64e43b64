#!/usr/bin/env bash
# Builds the bundle for Windows and its setup under Wine: build.sh LINUXPYTHON OUT. Leaves
# OUT/Zimmerfrei, the bundle, and OUT/Zimmerfrei-Setup.exe. What the bundle holds is proven there.
set -euo pipefail

python=$(realpath -s "${1:?build.sh LINUXPYTHON OUT}")
out=$(realpath -m "${2:?build.sh LINUXPYTHON OUT}")
cd "$(dirname "$0")/../../.."
work=build/windows
interpreter=$work/packing
mkdir -p "$work"

# What owners use and what packs it, each once.
awk '/^[^ #]/ { keep = !seen[$1]++ } /^#/ { keep = 0 } keep' \
    requirements.txt requirements-installer.txt >"$work/packing.txt"
recipe=$(cat "$work/packing.txt" tools/windows/* | sha256sum)
if [ "$(cat "$interpreter/.packing" 2>/dev/null)" != "$recipe" ]; then
    tools/windows/make_python.sh "$interpreter" "$python" "$work/packing.txt"
    echo "$recipe" >"$interpreter/.packing"
fi
tools/packing/sqlite.sh windows build/sqlite/windows

echo "The bundle"
ZIMMERFREI_SQLITE=build/sqlite/windows/sqlite3.dll tools/windows/run_python.sh "$interpreter" \
    -m PyInstaller --noconfirm --log-level WARN --workpath "$work" --distpath "$out" \
    build_installer.spec
[ -e "$out/Zimmerfrei/zimmerfrei-cli.exe" ]

echo "Where it comes from"
"$python" tools/windows/pins.py "$work/packing.txt" without >"$work/pins.txt"
source tools/windows/pip.sh
pip_for_windows "$python" download --dest "$work/wheels" --requirement "$work/pins.txt"
"$python" -m tools.packing.windows.proof "$out/Zimmerfrei" "$work/wheels" \
    build/sqlite/windows/sqlite3.dll

echo "The setup"
version=$("$python" -c 'import app; print(app.__version__)')
makensis -V2 -DBUNDLE="$out/Zimmerfrei" -DOUT="$out" -DVERSION="$version" \
    -DICON="$PWD/resources/icons/zimmerfrei.ico" tools/packing/windows/setup.nsi
"$python" -m tools.packing.sizes "$out/Zimmerfrei" "$out/Zimmerfrei-Setup.exe"
