#!/usr/bin/env bash
# Makes the environment that the installers of Linux and macOS are built from:
# environment.sh PYTHON FOLDER. It holds what owners use and what packs it, and nothing of the tests,
# all pinned with hashes. Left alone where it is of today's pins.
set -euo pipefail

python=${1:?environment.sh PYTHON FOLDER}
mkdir -p "${2:?environment.sh PYTHON FOLDER}"
folder=$(cd "$2" && pwd)
cd "$(dirname "$0")/../.."
locks=(requirements.txt requirements-installer.txt)

# macOS has neither GNU's sha256sum nor its realpath.
recipe=$("$python" - "${locks[@]}" tools/packing/environment.sh <<'PYTHON'
import hashlib, sys
made_of = [sys.version.encode()] + [open(name, "rb").read() for name in sys.argv[1:]]
print(hashlib.sha256(b"".join(made_of)).hexdigest())
PYTHON
)
[ "$(cat "$folder/made-by" 2>/dev/null)" != "$recipe" ] || exit 0
"$python" -m venv --clear "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    "${locks[@]/#/--requirement=}"
echo "$recipe" >"$folder/made-by"
