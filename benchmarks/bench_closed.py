"""Whether the time of an answer tells a disabled link from one that never was."""

import statistics
import sys
import time
from contextlib import closing
from wsgiref.util import setup_testing_defaults

from app.core.links.link import LinkChoices, LinkKind
from app.server.web.app import create_app
from benchmarks.house import house

ROUNDS = 10_000
BOUND = 1.06


def main() -> int:
    """Print each median as a ratio of that of an unknown token; 1 where one stands out."""
    with house(2, 50) as (services, links):
        disabled = services.links.disable(links[0].id, sequence=links[0].sequence).after
        shown = services.links.add(LinkKind.WEBSITE, links[1].target, LinkChoices()).after
        website = services.links.disable(shown.id, sequence=shown.sequence).after
        paths = {
            "unknown": "/cal/nobody/x.ics",
            "disabled": f"/cal/{disabled.token}/x.ics",
            "malformed": "/cal/%00/x.ics",
            "without a name": f"/cal/{links[1].token}",
            "in capitals, a slash behind": "/cal/nobody/x.ICS/",
            "disabled, in capitals, a slash behind": f"/cal/{disabled.token}/x.ICS/",
            "page, unknown": "/kalender/nobody",
            "page, another kind": f"/kalender/{links[1].token}",
            "page, disabled": f"/kalender/{website.token}",
            "page, malformed": "/kalender/%00",
            "page, a blank behind": "/kalender/nobody ",
            "page, disabled, a blank behind": f"/kalender/{website.token} ",
        }
        times: dict[str, list[float]] = {name: [] for name in paths}
        with closing(services.feeds()) as feeds:
            app = create_app(feeds, services.fetch_log().record, services.clock)
            for _ in range(ROUNDS):
                for name, path in paths.items():
                    environ = {"PATH_INFO": path}
                    setup_testing_defaults(environ)
                    begun = time.perf_counter()
                    app(environ, lambda *_: lambda _: None)
                    times[name].append(time.perf_counter() - begun)
    medians = {name: statistics.median(taken) for name, taken in times.items()}
    missed = False
    for name, median in medians.items():
        reference = "page, unknown" if name.startswith("page") else "unknown"
        ratio = median / medians[reference]
        missed |= not 1 / BOUND <= ratio <= BOUND
        print(f"404, {name}: {median * 1e6:.0f} µs, {ratio:.3f} of {reference} (bound {BOUND})")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
