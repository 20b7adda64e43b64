#!/usr/bin/env bash
# Makes a small library in the place of numpy's OpenBLAS: matrices.sh OPENBLAS NUMPY OUT. OPENBLAS is
# the library that lies beside numpy, NUMPY numpy's folder, OUT gets a library of the same name that
# has exactly what numpy asks for, out of Debian's LAPACK: 1 MB instead of 25. It is slow with large
# matrices, of which the program has none: its plots multiply by 3.
#
# numpy's wheel names them scipy_NAME64_ (https://github.com/MacPython/openblas-libs); Debian's own,
# which count in 64 bits too, have NAME. Where Debian's are not there, OUT is not made.
set -euo pipefail

openblas=$(realpath "${1:?matrices.sh OPENBLAS NUMPY OUT}")
numpy=$(realpath "${2:?matrices.sh OPENBLAS NUMPY OUT}")
out=$(realpath -m "${3:?matrices.sh OPENBLAS NUMPY OUT}")

libraries=/usr/lib/$(gcc -print-multiarch 2>/dev/null)
lapack=$libraries/liblapack64_pic.a
blas=$libraries/blas64/libblas64.a
if [ ! -e "$lapack" ] || [ ! -e "$blas" ] || [ "$(uname -m)" != x86_64 ]; then
    echo "Without liblapack64-dev and libblas64-dev numpy keeps its OpenBLAS of 25 MB." >&2
    exit 0
fi
scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-matrices.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

find "$numpy" -name '*.so' -exec nm -D --undefined-only {} + |
    grep -oE '\bscipy_[a-z0-9_]+64_$' | sort -u >"$scratch/names"
[ -s "$scratch/names" ] || { echo "numpy asks for nothing of $openblas" >&2 && exit 1; }
{
    echo '.text'
    while read -r name; do
        theirs=${name#scipy_}
        printf '.globl %s\n.type %s, @function\n%s: jmp %s@PLT\n' \
            "$name" "$name" "$name" "${theirs%64_}"
    done <"$scratch/names"
    echo '.section .note.GNU-stack,"",@progbits'
} >"$scratch/names.s"
echo '{ global: scipy_*; local: *; };' >"$scratch/names.map"
# BLAS' own way of saying that an argument is wrong is not made for shared libraries.
cat >"$scratch/wrong.c" <<'C'
#include <stdio.h>
void cblas_xerbla(long place, const char *routine, const char *form, ...)
{
    fprintf(stderr, "%s: argument %ld is wrong\n", routine, place);
}
C
mkdir -p "$(dirname "$out")"
# shellcheck disable=SC2016  # $ORIGIN is the loader's
gcc -O2 -fPIC -shared -s -o "$out" "$scratch/names.s" "$scratch/wrong.c" \
    -Wl,--version-script="$scratch/names.map" -Wl,-soname,"$(basename "$openblas")" \
    -Wl,--start-group "$lapack" "$blas" -Wl,--end-group \
    "$(dirname "$openblas")"/libgfortran-*.so.* -lm -Wl,-rpath,'$ORIGIN' -Wl,-z,defs \
    -Wl,--gc-sections
