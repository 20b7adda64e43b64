#!/usr/bin/env bash
# Resolves the dependencies of pyproject.toml anew, for Python 3.11 and later on every system, with
# hashes. The small files take their versions from the large one, so that all agree.
set -euo pipefail
cd "$(dirname "$0")/.."

resolver="uv==0.13.8"
venv=.lock-venv

[ -x "$venv/bin/uv" ] || "${1:-python3}" -m venv "$venv"
"$venv/bin/python" -m pip install --quiet --disable-pip-version-check "$resolver"

compile() {
    local target=$1
    shift
    "$venv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --custom-compile-command "make lock" \
        --output-file "$target" "$@"
}

# From nothing, so that every version is the newest that fits.
rm -f requirements-dev.txt
compile requirements-dev.txt --extra window --extra s3 --extra relay --group dev pyproject.toml
compile requirements.txt --extra window --extra s3 --constraint requirements-dev.txt pyproject.toml
compile requirements-server.txt --extra s3 --constraint requirements-dev.txt pyproject.toml
compile requirements-relay.txt --extra relay --constraint requirements-dev.txt pyproject.toml
# What builds the project, without the project's own.
compile requirements-build.txt --group build --constraint requirements-dev.txt
# What makes the installers, beside requirements.txt.
compile requirements-installer.txt --group installer --constraint requirements-dev.txt
