#!/usr/bin/env bash
# Makes the image that owners of a Mac open: image.sh APP IMAGE. It shows the program and, to drag it
# to, the folder of programs.
set -euo pipefail

app=${1:?image.sh APP IMAGE}
image=${2:?image.sh APP IMAGE}
scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-image.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# With the links inside, which the signature of a bundle asks for.
cp -pPR "$app" "$scratch/"
ln -s /Applications "$scratch/Applications"
hdiutil create -quiet -ov -fs HFS+ -volname Zimmerfrei -srcfolder "$scratch" -format UDZO "$image"
