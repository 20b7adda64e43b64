#!/usr/bin/env bash
# Makes a Windows CPython 3.11 for Wine: make_python.sh FOLDER PYTHON LOCK [without NAME…]. In FOLDER
# then lie the interpreter with what LOCK pins for Windows, NAMEs excepted, and a Wine prefix;
# run_python.sh runs it. PYTHON is a Linux Python 3.11 with the package "packaging": the part of the
# standard library that is written in Python is the same on all systems, and is taken from there.
set -euo pipefail

here=$(cd "$(dirname "$0")" && pwd)
out=$(realpath -m "$1")
python=$(realpath -s "$(command -v "$2")")
lock=$(realpath "$3")
shift 3
[ "${1:-}" != without ] || shift

if ! "$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))'; then
    echo "The Windows Python is a 3.11 and needs a Linux 3.11 beside it: make PYTHON=python3.11 …" >&2
    exit 1
fi
compiler=x86_64-w64-mingw32-gcc
objdump=x86_64-w64-mingw32-objdump
# Published as source alone, and Python throughout: made here as it is for Linux.
as_source=(pyftpdlib wsgidav)
# All is made beside, so that a run that was broken off leaves nothing that looks whole.
new=$out.new
rm -rf "$new"
mkdir -p "$new/wheels" "$new/signed" "$new/made" "$new/python/DLLs" "$new/python/Lib/site-packages"
cd "$new"

source "$here/pip.sh"

echo "The interpreter"
pip_for_windows "$python" download --dest wheels --requirement "$here/interpreter.txt"
unzip -qo wheels/panda3d-*.whl 'deploy_libs/*' -d signed

signed=(
    signed/deploy_libs/*.pyd
    signed/deploy_libs/{python311,libcrypto-3,libssl-3,libffi-8,sqlite3}.dll
)
"$python" "$here/signature.py" "${signed[@]}"
for file in "${signed[@]}"; do
    case $file in
        */python311.dll) cp "$file" python/ ;;
        *) cp "$file" python/DLLs/ ;;
    esac
done

# The standard library without what is Linux's own. A system's sitecustomize is not for us.
library=$("$python" -c 'import os; print(os.path.dirname(os.__file__))')
tar -c -C "$library" --exclude=__pycache__ --exclude=./test --exclude=./idlelib --exclude=./tkinter \
    --exclude=./turtledemo --exclude=./site-packages --exclude=./dist-packages \
    --exclude=./lib-dynload --exclude='./config-*' --exclude='./_sysconfigdata*' \
    --exclude=./sitecustomize.py --exclude=./EXTERNALLY-MANAGED . | tar -x -C python/Lib

x86_64-w64-mingw32-windres -I "$here" -O coff "$here/python.rc" made/python.res
$compiler -O1 -s -municode "$here/python.c" made/python.res python/python311.dll -o python/python.exe
# python3.dll, which extensions for any version link to: it hands all on to python311.dll.
{
    printf 'LIBRARY python3.dll\nEXPORTS\n'
    $objdump -p python/python311.dll | sed -n '/Name Pointer.*Table/,$p' |
        grep -oE '[_A-Za-z][A-Za-z0-9_]*$' | grep -E '^_?Py' | sort -u |
        awk '{print "  " $1 " = python311." $1}'
} >made/python3.def
# gcc complains that the names which it hands on are not its own.
$compiler -shared -nostdlib made/python3.def -o python/python3.dll 2>/dev/null

echo "What Windows 10 has and Wine 8 has not"
$compiler -O1 -s -shared "$here/wine_icu.c" -o python/icuuc.dll
$compiler -O1 -s -shared "$here/wine_random.c" -o python/bcryptprimitives.dll -ladvapi32

echo "The dependencies"
"$python" "$here/pins.py" "$lock" without "${as_source[@]}" "$@" >made/pins.txt
pip_for_windows "$python" install --target python/Lib/site-packages --requirement made/pins.txt
"$python" "$here/pins.py" "$lock" only "${as_source[@]}" >made/sources.txt
if [ -s made/sources.txt ]; then
    "$python" -m pip install -qq --disable-pip-version-check --no-deps --require-hashes \
        --target python/Lib/site-packages --requirement made/sources.txt
fi
# The checkout is installed as on Linux: from where it lies.
realpath "$here/../.." | sed 's|^|Z:|; s|/|\\|g' >python/Lib/site-packages/zimmerfrei.pth
cp "$here/wine_settings.py" python/Lib/site-packages/sitecustomize.py
# Of a whole folder of fonts Qt would draw all texts in that of the emoji.
mkdir python/fonts
cp /usr/share/fonts/truetype/noto/NotoSans-*.ttf python/fonts
if [ -d python/Lib/site-packages/numpy ]; then
    "$python" "$here/wine_complex.py" python/Lib/site-packages >made/complex.def
    $compiler -O1 -s -shared -static-libgcc "$here/wine_complex.c" made/complex.def \
        -o python/zfi-ms-win-crt-math-l1-1-0.dll
fi

# What Wine makes of an empty folder: an installed Windows 10.
rm -rf "$out" signed wheels made
cd /
mv "$new" "$out"
"$here/run_python.sh" "$out" -VV
