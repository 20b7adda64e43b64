"""Holds the layers: each may import what stands to its left, and third parties only at home."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app"

# Each layer and what it may import of ours, besides itself.
SHARED = {"i18n", "resources", "override", "dataclass", "__version__", "__released__"}
ALLOWED = {
    "i18n": {"resources", "dataclass"},
    "resources": set[str](),
    "override": set[str](),
    "dataclass": set[str](),
    "core": SHARED,
    "storage": SHARED | {"core"},
    "services": SHARED | {"core", "storage"},
    # Both read through services only.
    "server": SHARED | {"core", "services"},
    "ui": SHARED | {"core", "services"},
    # The same feeds for many owners: what it serves, the server's own code does.
    "relay": SHARED | {"core", "services", "server"},
    "bootstrap": SHARED | {"core", "storage", "services", "server", "ui"},
    "cli": SHARED | {"core", "storage", "services", "server", "relay", "bootstrap", "ui"},
    "__init__": set[str](),
    "__main__": {"cli"},
}
# Third parties and the only places that may import them: a layer, or one module of it.
HOMES = {
    "PySide6": ["app.ui"],
    "shiboken6": ["app.ui"],
    "flask": ["app.server", "app.relay.web"],
    "werkzeug": ["app.server", "app.relay.web"],
    "waitress": ["app.server"],
    "peewee": ["app.storage", "app.relay.tables"],
    "psycopg": ["app.relay.tables.binary"],
    "playhouse": ["app.storage"],
    "sqlite3": ["app.storage"],
    "icalendar": ["app.core.ical.ours", "app.core.ical.zones"],
    "openpyxl": ["app.services.exchange.excel", "app.services.exchange.export"],
    "cryptography": ["app.storage.moving.seals"],
    "certifi": ["app.services.publishing.webspaces.network.tls"],
    "keyring": ["app.services.publishing.keeping.keyring"],
    "holidays": ["app.ui.stays.holidays"],
    "numpy": ["app.ui.figures.plots"],
    "pyqtgraph": ["app.ui.figures.plots"],
    "segno": ["app.ui.export.qr", "app.relay.web.pages.qr"],
    "asyncssh": [
        "app.services.publishing.webspaces.sftp",
        "app.services.publishing.webspaces.sftp_sign_in",
    ],
    "httpx": ["app.services.publishing.webspaces.network.web_requests"],
    "httpcore": [
        "app.services.importing.reading.fetching",
        "app.services.publishing.outside",
        "app.services.publishing.webspaces.network.web_requests",
    ],
    "h11": ["app.services.publishing.webspaces.network.web_requests"],
    "obstore": ["app.services.publishing.webspaces.s3"],
}
# What these layers need of third parties, all told.
PURE = {
    "app.core": {"icalendar"},
    "app.i18n": set[str](),
    "app.resources": set[str](),
    "app.relay.accounts": set[str](),
}

# The rooms of the window that are pages: each knows itself and what all share, no other page.
PAGES = {"plan", "occupancies", "links", "units", "figures", "settings", "start"}
# Only the window's frame puts pages together.
KNOWS_PAGES = {"window"}
SHARED_ROOMS = {
    "backups",
    "base",
    "export",
    "importing",
    "guides",
    "help",
    "kit",
    "letters",
    "portals",
    "privacy",
    "look",
    "moving",
    "paper",
    "publishing",
    "stays",
}


def module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" and len(parts) > 2 else parts)


def imports(module: str, source: str) -> Iterator[str]:
    """Yield the full names that a module imports, inside functions too."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                package = module.split(".")[: -node.level]
                base = ".".join([*package, base] if base else package)
            yield from (f"{base}.{alias.name}" for alias in node.names)


def within(name: str, place: str) -> bool:
    return name == place or name.startswith(f"{place}.")


def faults(module: str, source: str) -> list[str]:
    """Return what a module imports although its layer may not."""
    found = []
    layer = module.split(".")[1]
    for name in imports(module, source):
        top, *rest = name.split(".")
        if top == "app":
            target = rest[0] if rest else "__init__"
            if target != layer and target not in ALLOWED[layer]:
                found.append(f"{module} imports {name}")
            continue
        if top in HOMES and not any(within(module, place) for place in HOMES[top]):
            found.append(f"{module} imports {name}")
        for pure, wanted in PURE.items():
            if within(module, pure) and top not in wanted and not is_stdlib(top):
                found.append(f"{module} imports {name}")
    return found


def is_stdlib(top: str) -> bool:
    import sys

    return top in sys.stdlib_module_names


MODULES = {module_name(path): path for path in sorted(APP.rglob("*.py"))}


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_stands_to_its_left(module: str) -> None:
    assert faults(module, MODULES[module].read_text("utf-8")) == []


def test_every_module_belongs_to_a_layer() -> None:
    assert {module.split(".")[1] for module in MODULES} <= ALLOWED.keys()


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("app.core.house.unit", "from app.storage import tables"),
        ("app.core.house.unit", "import click"),
        ("app.core.house.unit", "import icalendar"),
        ("app.services.links.links", "def f():\n    from app.server import host"),
        ("app.services.links.links", "import peewee"),
        ("app.server.hosting.host", "import app.ui.window"),
        ("app.server.hosting.host", "from ... import ui"),
        ("app.ui.window", "from app import server"),
        ("app.ui.window", "from app.relay.web import app"),
        ("app.server.web.app", "from app.relay.uses import relay"),
        ("app.relay.uses.relay", "import peewee"),
        ("app.relay.web.api", "from app.storage import tables"),
        ("app.ui.window", "if True:\n    import flask"),
        ("app.cli", "from PySide6.QtCore import Qt"),
        ("app.server.wsgi", "from app.storage import links"),
        ("app.i18n", "from app.core import unit"),
    ],
)
def test_the_walk_sees_an_import_that_crosses_the_layers(module: str, source: str) -> None:
    assert len(faults(module, source)) >= 1


def imports_at_start(module: str) -> list[str]:
    """Return what a module imports when it is imported itself, ours and others'."""
    body = ast.parse(MODULES[module].read_text("utf-8")).body
    statements = [node for node in body if isinstance(node, ast.Import | ast.ImportFrom)]
    return [name for node in statements for name in imports(module, ast.unparse(node))]


@pytest.mark.parametrize(
    ("place", "on_first_use"),
    [
        ("app.core", "icalendar"),
        ("app.services", "openpyxl"),
        ("app.services", "keyring"),
        ("app.ui", "holidays"),
        ("app.bootstrap", "app.server"),
        ("app.bootstrap", "app.ui"),
        ("app.cli", "app.server"),
        ("app.cli", "app.relay"),
        ("app.cli", "app.ui"),
    ],
)
def test_what_is_dear_is_imported_on_first_use(place: str, on_first_use: str) -> None:
    modules = [module for module in MODULES if within(module, place)]
    assert modules
    for module in modules:
        assert [name for name in imports_at_start(module) if within(name, on_first_use)] == []


def page_faults(module: str, source: str) -> list[str]:
    """Return which other pages a module of the window imports although it may not."""
    _, layer, room, *_ = [*module.split("."), "", ""]
    if layer != "ui" or room in KNOWS_PAGES:
        return []
    others = [f"app.ui.{page}" for page in sorted(PAGES - {room})]
    return [
        f"{module} imports {name}"
        for name in imports(module, source)
        if any(within(name, other) for other in others)
    ]


@pytest.mark.parametrize("module", [module for module in MODULES if within(module, "app.ui")])
def test_no_room_of_the_window_imports_another_page(module: str) -> None:
    assert page_faults(module, MODULES[module].read_text("utf-8")) == []


def test_every_room_of_the_window_is_a_page_or_shared() -> None:
    rooms = {path.parent.name for path in (APP / "ui").glob("*/__init__.py")}
    assert rooms == PAGES | SHARED_ROOMS | KNOWS_PAGES


@pytest.mark.parametrize(
    ("module", "source", "found"),
    [
        ("app.ui.stays.bars", "from app.ui.plan.page import PlanPage", 1),
        ("app.ui.plan.chart.chart", "if TYPE_CHECKING:\n    from app.ui import occupancies", 1),
        ("app.ui.plan.page", "from app.ui.plan.chart.chart import Chart", 0),
        ("app.ui.plan.page", "from app.ui.stays.bars import Bar", 0),
        ("app.ui.window.shell.pages", "from app.ui.plan.page import PlanPage", 0),
        ("app.ui", "from app.ui.plan.page import PlanPage", 1),
        ("app.core.stays.dates", "from app.core.links import link", 0),
    ],
)
def test_the_walk_sees_a_page_that_knows_another(module: str, source: str, found: int) -> None:
    assert len(page_faults(module, source)) == found


def module_of(name: str) -> str | None:
    """Return the module of ours that an imported name is, or is part of."""
    parts = name.split(".")
    longest = (".".join(parts[:end]) for end in range(len(parts), 0, -1))
    return next((one for one in longest if one in MODULES), None)


def circle(imported: Mapping[str, Iterable[str]]) -> list[str]:
    """Return modules of which each imports the next, and the last is the first; else nothing."""
    try:
        TopologicalSorter(imported).prepare()
    except CycleError as error:
        found: list[str] = error.args[1]
        return found[::-1]
    return []


def test_no_two_files_import_each_other_in_a_circle() -> None:
    # Imports for types alone count, too: who reads the one file has to read the other.
    imported = {
        module: {
            other
            for name in imports(module, path.read_text("utf-8"))
            if (other := module_of(name)) not in {None, module}
        }
        for module, path in MODULES.items()
    }
    assert circle(imported) == []


def package_of(module: str) -> str:
    """Return the folder of a module, as a package; of what lies in `app` itself, the module."""
    if MODULES[module].name == "__init__.py" or module.count(".") == 1:
        return module
    return module.rpartition(".")[0]


def test_no_two_packages_import_each_other_in_a_circle() -> None:
    imported: dict[str, set[str]] = {}
    for module, path in MODULES.items():
        others = {
            other
            for name in imports(module, path.read_text("utf-8"))
            if (other := module_of(name)) is not None
        }
        package = package_of(module)
        imported.setdefault(package, set()).update({*map(package_of, others)} - {package})
    assert circle(imported) == []


def test_the_walk_sees_a_circle() -> None:
    assert circle({"a": {"b", "d"}, "b": {"c"}, "c": {"a"}, "d": set()})
    assert circle({"a": {"b", "c"}, "b": {"c"}, "c": set()}) == []
    assert module_of("app.core.stays.dates.LAST_DAY") == "app.core.stays.dates"
    assert module_of("app.ui.kit.Button") == "app.ui.kit"
    assert module_of("PySide6.QtCore") is None
