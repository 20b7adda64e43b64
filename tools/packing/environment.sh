#!/usr/bin/env bash
# Makes the environment that Linux' installers are built from: environment.sh PYTHON FOLDER. It holds
# what owners use and what packs it, and nothing of the tests, all pinned with hashes. numpy is made
# from its source, without the 28 MB of OpenBLAS: the plots multiply no matrices. Left alone where
# it is of today's pins.
set -euo pipefail

python=${1:?environment.sh PYTHON FOLDER}
folder=$(realpath -m "${2:?environment.sh PYTHON FOLDER}")
cd "$(dirname "$0")/../.."
locks=(requirements.txt requirements-installer.txt)

recipe=$({ "$python" -VV && sha256sum "${locks[@]}" "${BASH_SOURCE[0]}"; } | sha256sum)
[ "$(cat "$folder/made-by" 2>/dev/null)" != "$recipe" ] || exit 0

scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-environment.XXXXXX")
trap 'rm -rf "$scratch"' EXIT
"$python" -m venv --clear "$folder"
pip=("$folder/bin/python" -m pip --disable-pip-version-check)
# The block of one package, and the file without it.
awk '/^numpy==/ { on = 1; print; next } /^[^ ]/ { on = 0 } on' requirements.txt >"$scratch/numpy"
awk '/^numpy==/ { on = 1; next } /^[^ ]/ { on = 0 } !on' requirements.txt >"$scratch/rest"
"${pip[@]}" install --quiet --require-hashes -r "$scratch/rest" -r requirements-installer.txt

PATH=$folder/bin:$PATH "${pip[@]}" wheel --quiet --no-deps --no-build-isolation --no-binary numpy \
    --require-hashes --requirement "$scratch/numpy" --wheel-dir "$scratch" \
    -Csetup-args=-Dblas=none -Csetup-args=-Dlapack=none -Csetup-args=-Dallow-noblas=true \
    -Csetup-args=-Dcpu-dispatch=none -Csetup-args=-Ddisable-intel-sort=true \
    -Csetup-args=-Ddisable-svml=true -Csetup-args=-Doptimization=2
"${pip[@]}" install --quiet --no-deps "$scratch"/numpy-*.whl
echo "$recipe" >"$folder/made-by"
