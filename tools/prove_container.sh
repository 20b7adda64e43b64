#!/usr/bin/env bash
# Proves without any container program that deploy/Dockerfile makes an image that serves, or, called
# with the word relay, deploy/relay/Dockerfile: its steps are carried out in bare Debian roots, in
# place of its base image one with the same Python.
set -euo pipefail

suite=trixie
case ${1:-} in
    '') recipe=deploy/Dockerfile ;;
    relay) recipe=deploy/relay/Dockerfile ;;
    *) echo "Only relay, or nothing, can be asked for." >&2 && exit 1 ;;
esac
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
root='' folder=/ user=0 environment=() stages=0 entry='[]'
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
done < <(sed -e ':join; /\\$/ { N; s/\\\n */ /; b join }' "$repository/$recipe" |
    grep -vE '^(#|$)')

# As the container runs: nobody in particular, first without data.
cat >"$root/tmp/run.py" <<'PYTHON'
import json, os, subprocess, sys

entry, command, health = (json.loads(part) for part in sys.argv[1:4])
os.setgid(int(sys.argv[4]))
os.setuid(int(sys.argv[4]))
try:
    import PySide6
except ImportError:
    pass
else:
    raise SystemExit("The image holds the window.")
PYTHON
if [ -z "${1:-}" ]; then cat >>"$root/tmp/run.py" <<'PYTHON'
import urllib.request

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
PYTHON
else cat >>"$root/tmp/run.py" <<'PYTHON'
# Both workers at work, an owner is invited by the command, accepts, uploads and is read.
import re, urllib.request
from app.core.ical.write import calendar_bytes

SERVICE = "http://127.0.0.1:8643"


def ask(method, path, body=None, key=None):
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    request = urllib.request.Request(SERVICE + path, body, headers, method=method)
    return urllib.request.urlopen(request).read()


def relay(*words):
    told = subprocess.run(
        ["zimmerfrei", "relay", *words], check=True, capture_output=True, text=True
    )
    return told.stdout


def say_where():
    """As the host does once: the command ends when it has answered."""
    words = ["zimmerfrei", "relay", "serve", "--port", "0", "--address", "https://k.example.org"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as saying:
        saying.stdout.readline()
        saying.terminate()


with subprocess.Popen([*entry, *command], stderr=subprocess.PIPE, text=True) as serving:
    booted = 0
    while booted < int(os.environ["WEB_CONCURRENCY"]):
        line = serving.stderr.readline()
        assert line, "it has ended"
        print(line, end="")
        booted += "Booting worker" in line
    say_where()
    secret = re.search(r"/einladung/([\w-]{43})", relay("invite", "Haus am See"))[1]
    subprocess.run(health, check=True)
    key = "k" * 42 + "A"
    told = {"secret": secret, "key": key, "house": "house"}
    ask("POST", "/api/v1/accept", json.dumps(told).encode())
    calendar = calendar_bytes("Seeblick", [])
    ask("PUT", f"/api/v1/files/{'a' * 24}.ics", calendar, key)
    for _ in range(8):
        assert ask("GET", f"/cal/{'a' * 24}/seeblick.ics") == calendar
    assert "Haus am See" in relay("list")
    serving.terminate()
assert serving.returncode == 0, serving.returncode
PYTHON
fi
in_bare_root "$root" env "${environment[@]}" \
    python /tmp/run.py "$entry" "$command" "$health" "$user"
echo "== the image's steps hold, and what they make serves a link as user $user"
