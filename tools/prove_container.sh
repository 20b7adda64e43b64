#!/usr/bin/env bash
# Proves without any container program that deploy/Dockerfile makes an image that serves: its steps
# are carried out in bare Debian roots, in place of its base image one with the same Python.
set -euo pipefail

suite=trixie
repository=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=tools/bare_root.sh
. "$repository/tools/bare_root.sh"
need_mmdebstrap
scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-image.XXXXXX")
trap 'rm -rf --one-file-system "$scratch"' EXIT

echo "== the base: Python on $suite"
make_bare_root "$suite" "$scratch/base" "$scratch" python3,python3-venv,ca-certificates
ln -s python3 "$scratch/base/usr/bin/python"

git clone --quiet --no-local "$repository" "$scratch/context"
root='' folder=/ user=0 environment=() stages=0
declare -A named=()
# One instruction a line.
while read -r word rest; do
    echo "== $word $rest"
    case $word in
        FROM)
            stages=$((stages + 1))
            root=$scratch/stage$stages folder=/ user=0 environment=()
            cp -a "$scratch/base" "$root"
            connect_bare_root "$root"
            [[ ! $rest =~ \ AS\ (.+)$ ]] || named[${BASH_REMATCH[1]}]=$root
            ;;
        WORKDIR) folder=$rest && mkdir -p "$root$folder" ;;
        ENV)
            for one in $rest; do environment+=("${one//\$PATH//usr/sbin:/usr/bin:/sbin:/bin}"); done
            ;;
        USER) user=$rest ;;
        COPY)
            from=$scratch/context
            if [[ $rest =~ ^--from=([a-z]+)\ (.*)$ ]]; then
                from=${named[${BASH_REMATCH[1]}]} rest=${BASH_REMATCH[2]}
            fi
            read -ra parts <<<"$rest"
            target=${parts[-1]} && unset 'parts[-1]'
            [[ $target == /* ]] || target=$folder/$target
            [[ $target != */ ]] || mkdir -p "$root$target"
            for part in "${parts[@]}"; do cp -aT "$from/$part" "$root$target$(
                [[ $target != */ ]] || basename "$part"
            )"; done
            ;;
        RUN) in_bare_root "$root" env "${environment[@]}" sh -ec "cd $folder; $rest" ;;
        HEALTHCHECK) health=${rest#*CMD } ;;
        ENTRYPOINT) entry=$rest ;;
        # Here the network is this machine's own: nobody else is to reach it.
        CMD) command=${rest/0.0.0.0/127.0.0.1} ;;
        VOLUME | EXPOSE | STOPSIGNAL) ;;
        *) echo "Unknown instruction: $word" >&2 && exit 1 ;;
    esac
done < <(sed -e ':join; /\\$/ { N; s/\\\n */ /; b join }' "$repository/deploy/Dockerfile" |
    grep -vE '^(#|$)')

# As the container runs: nobody in particular, first without data, then with a link.
cat >"$root/tmp/run.py" <<'PYTHON'
import json, os, subprocess, sys, urllib.request

entry, command, health = (json.loads(part) for part in sys.argv[1:4])
os.setgid(int(sys.argv[4]))
os.setuid(int(sys.argv[4]))
subprocess.run([*entry, "unit", "add", "Seeblick 1"], check=True)
address = subprocess.run(
    [*entry, "link", "enable", "Seeblick 1"], check=True, capture_output=True, text=True
).stdout.strip()
path = address.split("/", 3)[3]
with subprocess.Popen([*entry, *command], stdout=subprocess.PIPE, text=True) as serving:
    print(serving.stdout.readline(), end="")
    subprocess.run(health, check=True)
    body = urllib.request.urlopen(f"http://127.0.0.1:8642/{path}").read()
    assert body.startswith(b"BEGIN:VCALENDAR")
    serving.terminate()
assert serving.returncode == 0, serving.returncode
try:
    import PySide6
except ImportError:
    pass
else:
    raise SystemExit("The image holds the window.")
PYTHON
in_bare_root "$root" env "${environment[@]}" \
    python /tmp/run.py "$entry" "$command" "$health" "$user"
echo "== the image's steps hold, and what they make serves a link as user $user"
