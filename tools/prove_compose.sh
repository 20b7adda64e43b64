#!/usr/bin/env bash
# Proves that deploy/relay/compose.yaml serves a region as deploy/relay/README.md tells its host: on this
# machine, with a desktop of this project that accepts an invitation. Ports 80 and 443 must be free.
#   tools/prove_compose.sh docker compose
#   BUILDAH_FORMAT=docker tools/prove_compose.sh podman-compose
set -euo pipefail

[ $# -gt 0 ] || set -- docker compose
repository=$(cd "$(dirname "$0")/.." && pwd)
zimmerfrei=$repository/.venv/bin/zimmerfrei
scratch=$(mktemp -d "${TMPDIR:-/tmp}/zimmerfrei-compose.XXXXXX")
# Not the name of a service that somebody runs here: all that is its goes at the end.
composition=("$@" --project-name zimmerfrei-relay-proof)
compose() { (cd "$scratch/src/deploy/relay" && "${composition[@]}" "$@"); }
ended() {
    compose down --volumes >>"$scratch/log" 2>&1 || true
    # podman-compose takes one volume for another whose name begins alike, and leaves it.
    [[ ${composition[*]} != *podman* ]] || podman volume rm --force zimmerfrei-relay-proof_data >/dev/null
    rm -rf --one-file-system "$scratch"
}
trap ended EXIT
told() { printf '== %s\n' "$*"; }
wrong() { printf 'WRONG: %s\n' "$*" >&2 && tail -n 30 "$scratch/log" >&2 && exit 1; }
# Whatever restarts is given a minute.
asked() {
    curl --silent --cacert "$scratch/root.crt" --connect-timeout 3 --max-time 20 \
        --retry 20 --retry-delay 2 --retry-all-errors --fail "$@"
}
status() {
    curl --silent --cacert "$scratch/root.crt" --output "$scratch/body" --write-out '%{http_code}' "$1" || true
}
# What is so a second later: each worker asks the database as often.
becomes() {
    local said
    for _ in 1 2 3 4 5; do
        said=$(status "$link")
        [ "$said" != "$1" ] || return 0
        sleep 1
    done
    wrong "$2: $said in place of $1"
}
here() { ZIMMERFREI_DATA_DIR=$scratch/owner SSL_CERT_FILE=$scratch/root.crt "$zimmerfrei" "$@"; }
same() {
    asked --output "$scratch/got.ics" "$link" || wrong "nothing is read after $1"
    here link preview 1 >"$scratch/wanted.ics"
    cmp "$scratch/got.ics" "$scratch/wanted.ics" || wrong "something else is read after $1"
    told "$1: the link is read, byte for byte"
}

told "built and up"
git clone --quiet --no-local "$repository" "$scratch/src"
# A name that Caddy vouches for by itself.
printf 'ZIMMERFREI_RELAY_NAME=localhost\nPOSTGRES_PASSWORD=%s\n' "$(openssl rand -hex 24)" \
    >"$scratch/src/deploy/relay/.env"
echo 'ZIMMERFREI_RELAY_OPERATOR="Tourist board Seeland, info@example.org"' >>"$scratch/src/deploy/relay/.env"
compose up --detach --build >"$scratch/log" 2>&1 || wrong "it does not come up"
for _ in $(seq 60); do
    compose exec -T caddy cat /data/caddy/pki/authorities/local/root.crt >"$scratch/root.crt" 2>>"$scratch/log" &&
        break
    sleep 1
done
[ "$(asked https://localhost/health)" = lives ] || wrong "it does not answer"
compose exec -T relay zimmerfrei relay describe | grep -q 'Tourist board Seeland' || wrong "nobody runs it"

told "nothing that the service does not need is allowed to it"
compose exec -T relay sh -ec '
    test "$(id -u)" = 10001
    grep -q "^CapBnd:[[:space:]]*0*$" /proc/1/status
    grep -q "^NoNewPrivs:[[:space:]]*1$" /proc/1/status
    ! touch /opt/x 2>/dev/null
    touch /tmp/x /data/x && rm /data/x
' </dev/null || wrong "it may more than it should"

key=$(compose exec -T relay zimmerfrei relay admin-key </dev/null)
[ "$(asked --data-urlencode "key=$key" --output "$scratch/body" --write-out '%{http_code}' \
    https://localhost/betreiber/anmelden)" = 303 ] || wrong "the host cannot sign in"
told "the host signs in at the page"

here demo >>"$scratch/log"
compose exec -T relay zimmerfrei relay invite Huber >"$scratch/invitation" </dev/null
here publish setup --invitation - --keep file <"$scratch/invitation" >>"$scratch/log" 2>&1 ||
    wrong "the invitation is not accepted"
link=$(here link list | grep -o 'https://localhost/cal/[^ ]*' | head -n 1)
same "an invitation accepted"

for container in relay database caddy; do
    compose restart "$container" >>"$scratch/log" 2>&1
    same "$container restarted"
done

"$scratch/src/deploy/relay/backup.sh" "$scratch/copies" \
    sh -c 'cd "$1" && shift && exec "$@"' - "$scratch/src/deploy/relay" "${composition[@]}" exec -T database \
    2>>"$scratch/log" || wrong "no backup"
compose exec -T relay zimmerfrei relay revoke Huber >>"$scratch/log" </dev/null
becomes 410 "an owner who was given up"
before=$SECONDS
compose stop relay >>"$scratch/log" 2>&1
[ $((SECONDS - before)) -lt 30 ] || wrong "it does not stop within 30 seconds"
becomes 503 "while it is stopped"
compose exec -T database pg_restore --username relay --clean --if-exists --dbname relay \
    <"$(echo "$scratch"/copies/relay-*.dump)"
compose start relay >>"$scratch/log" 2>&1
same "a backup put back"

echo '# newer' >>"$scratch/src/app/relay/wsgi.py"
# Only Docker sees by itself that an image is another one.
again=() && [[ $* != *podman* ]] || again=(--force-recreate)
compose up --detach --build "${again[@]}" >>"$scratch/log" 2>&1 || wrong "no upgrade"
compose exec -T relay sh -c 'tail -n 1 /opt/zimmerfrei/lib/python*/site-packages/app/relay/wsgi.py' \
    </dev/null | grep -q newer || wrong "the old one still runs"
same "an upgrade"

secret=$(echo "$link" | cut -d/ -f5)
compose logs >"$scratch/logs" 2>&1
[ -s "$scratch/logs" ] || wrong "there are no logs"
! grep -qE "$secret|einladung/" "$scratch/logs" || wrong "a log has the secrets of links in it"
told "no log knows a secret; all is as the README says"
