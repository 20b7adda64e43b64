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
# In the place of the few things that they ask of Fortran's own library, 3 MB: how a wrong argument
# is told, texts put together and filled with blanks, whole powers.
cat >"$scratch/fortran.c" <<'C'
#include <stdio.h>
#include <string.h>
void cblas_xerbla(long place, const char *routine, const char *form, ...)
{
    fprintf(stderr, "%s: argument %ld is wrong\n", routine, place);
}
void xerbla_(const char *routine, const long *place, size_t length)
{
    fprintf(stderr, "%.*s: argument %ld is wrong\n", (int)length, routine, *place);
}
void _gfortran_concat_string(size_t room, char *to, size_t one, const char *first, size_t two,
                             const char *second)
{
    memset(to, ' ', room);
    memcpy(to, first, one < room ? one : room);
    if (one < room)
        memcpy(to + one, second, two < room - one ? two : room - one);
}
double _gfortran_pow_r8_i8(double base, long power)
{
    unsigned long left = power < 0 ? -(unsigned long)power : (unsigned long)power;
    double result = 1;
    for (; left; left >>= 1, base *= base)
        if (left & 1)
            result *= base;
    return power < 0 ? 1 / result : result;
}
float _gfortran_pow_r4_i8(float base, long power)
{
    return (float)_gfortran_pow_r8_i8(base, power);
}
C
mkdir -p "$(dirname "$out")"
gcc -O2 -fPIC -shared -s -o "$out" "$scratch/names.s" "$scratch/fortran.c" \
    -Wl,--version-script="$scratch/names.map" -Wl,-soname,"$(basename "$openblas")" \
    -Wl,--start-group "$lapack" "$blas" -Wl,--end-group -lm -Wl,-z,defs -Wl,--gc-sections
