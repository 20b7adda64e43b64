"""The one place that knows where the resources lie: in a clone, in a wheel, in a bundle.

Standard library only; every layer may import it.
"""

import functools
import sys
from pathlib import Path

# The name that a wheel and a bundle give the folder, beside this module. It differs from the
# module's own name so that `app.resources` can mean only one thing.
PACKAGED_NAME = "_resources"


@functools.cache
def root() -> Path:
    """Return the folder that holds all resources.

    :raises FileNotFoundError: the installation is incomplete.
    """
    here = Path(__file__).resolve().parent
    candidates = [here / PACKAGED_NAME, here.parent / "resources"]
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's loader
    if bundle is not None:
        candidates.insert(0, Path(bundle) / "app" / PACKAGED_NAME)
    for candidate in candidates:
        if candidate.is_dir():
            return candidate
    looked = ", ".join(str(candidate) for candidate in candidates)
    raise FileNotFoundError(f"no resources folder; looked at {looked}")


def path(*parts: str) -> Path:
    """Return the path of one resource, given by its parts below the folder of resources.

    ``path("style", "light.qss")``. Whether it exists is the caller's to find out.
    """
    return root().joinpath(*parts)
