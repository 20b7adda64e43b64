"""The numbers in the text format of Prometheus (0.0.4), each family with what it means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from app import __version__
from app.dataclass import dataclass
from app.relay.metrics.counts import KINDS, SECONDS, Counts, Kind
from app.relay.uses.owners import Counted

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
_NAME = "zimmerfrei_relay_"
_HERE = "All workers on this machine."
_SAME = "From the database, the same on every machine."

Sample = tuple[str, float]


@dataclass(frozen=True, slots=True)
class State:
    """How the database answers: what it has told, None where it cannot be asked."""

    database: str
    counted: Counted | None
    seconds: float


def told(counts: Counts, workers: int, state: State) -> str:
    """Return all families as text."""
    return "".join(f"{line}\n" for family in _families(counts, workers, state) for line in family)


def _families(counts: Counts, workers: int, state: State) -> Iterator[Iterable[str]]:
    labels = f'{{version="{_quoted(__version__)}",database="{state.database}"}}'
    yield _family("info", "gauge", "Which version runs over which database.", [(labels, 1)])
    yield _family("workers", "gauge", f"Workers that live. {_HERE}", [("", workers)])
    yield _family("requests_total", "counter", f"Requests answered. {_HERE}", _requests(counts))
    yield _times(counts)
    yield _family(
        "sent_bytes_total",
        "counter",
        f"Bytes of bodies sent. {_HERE}",
        [(f'{{kind="{kind}"}}', counts.sent(kind)) for kind in KINDS],
    )
    uploads = sum(
        count for status, count in counts.requests(Kind.UPLOAD).items() if 200 <= status < 300
    )
    yield _family("uploads_total", "counter", f"Uploads confirmed. {_HERE}", [("", uploads)])
    yield _family(
        "uploaded_bytes_total",
        "counter",
        f"Bytes of uploads confirmed. {_HERE}",
        [("", counts.uploaded)],
    )
    hits, misses, cached = counts.cache
    yield _family("cache_hits_total", "counter", f"Answers kept already. {_HERE}", [("", hits)])
    yield _family(
        "cache_misses_total", "counter", f"Answers asked of the database. {_HERE}", [("", misses)]
    )
    yield _family("cache_bytes", "gauge", f"Bytes kept for answers. {_HERE}", [("", cached)])
    yield from _of_database(state)


def _of_database(state: State) -> Iterator[Iterable[str]]:
    counted = state.counted
    up = float(counted is not None)
    yield _family("database_up", "gauge", "Whether the database can be asked.", [("", up)])
    yield _family(
        "database_seconds", "gauge", "Seconds that its last answer took.", [("", state.seconds)]
    )
    if counted is None:
        return
    owners = [(f'{{standing="{one}"}}', count) for one, count in counted.owners.items()]
    yield _family("owners", "gauge", f"Owners by how it stands with them. {_SAME}", owners)
    yield _family("links", "gauge", f"Links with a calendar. {_SAME}", [("", counted.links)])
    yield _family("stored_bytes", "gauge", f"Bytes stored. {_SAME}", [("", counted.bytes)])


def _requests(counts: Counts) -> list[Sample]:
    return [
        (f'{{kind="{kind}",status="{status or "other"}"}}', count)
        for kind in KINDS
        for status, count in counts.requests(kind).items()
        if count
    ]


def _times(counts: Counts) -> Iterator[str]:
    name = f"{_NAME}answer_seconds"
    yield f"# HELP {name} Seconds until an answer was made, without sending it. {_HERE}"
    yield f"# TYPE {name} histogram"
    for kind in KINDS:
        *ranges, whole = counts.times(kind)
        for end, count in zip(SECONDS, ranges, strict=True):
            yield f'{name}_bucket{{kind="{kind}",le="{end}"}} {count}'
        yield f'{name}_bucket{{kind="{kind}",le="+Inf"}} {whole}'
        yield f'{name}_sum{{kind="{kind}"}} {counts.seconds(kind)}'
        yield f'{name}_count{{kind="{kind}"}} {whole}'


def _family(name: str, kind: str, meaning: str, samples: Iterable[Sample]) -> Iterator[str]:
    yield f"# HELP {_NAME}{name} {meaning}"
    yield f"# TYPE {_NAME}{name} {kind}"
    for labels, value in samples:
        yield f"{_NAME}{name}{labels} {value}"


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
