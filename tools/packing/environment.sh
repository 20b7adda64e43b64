#!/usr/bin/env bash
# Makes the environment that Linux' installers are built from: environment.sh PYTHON FOLDER. It holds
# what owners use and what packs it, and nothing of the tests, all pinned with hashes. Left alone
# where it is of today's pins.
set -euo pipefail

python=${1:?environment.sh PYTHON FOLDER}
folder=$(realpath -m "${2:?environment.sh PYTHON FOLDER}")
cd "$(dirname "$0")/../.."
locks=(requirements.txt requirements-installer.txt)

recipe=$({ "$python" -VV && sha256sum "${locks[@]}" "${BASH_SOURCE[0]}"; } | sha256sum)
[ "$(cat "$folder/made-by" 2>/dev/null)" != "$recipe" ] || exit 0
"$python" -m venv --clear "$folder"
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes \
    "${locks[@]/#/--requirement=}"
echo "$recipe" >"$folder/made-by"
