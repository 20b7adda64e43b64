"""What the bundle of build_installer.spec starts with."""

from pathlib import Path

import pytest

from tools.bundle import give_back, refuse_faulty_sqlite

BUNDLE = "/opt/Zimmerfrei/_internal"


@pytest.mark.parametrize(
    ("bundled", "before"),
    [
        ({"LD_LIBRARY_PATH": BUNDLE}, {}),
        (
            {
                "LD_LIBRARY_PATH": f"{BUNDLE}:/usr/local/lib",
                "LD_LIBRARY_PATH_ORIG": "/usr/local/lib",
            },
            {"LD_LIBRARY_PATH": "/usr/local/lib"},
        ),
        ({"LD_LIBRARY_PATH": BUNDLE, "LD_LIBRARY_PATH_ORIG": ""}, {}),
        ({"QT_PLUGIN_PATH": f"{BUNDLE}/PySide6/Qt/plugins", "QML2_IMPORT_PATH": BUNDLE}, {}),
        ({}, {}),
    ],
)
def test_what_the_window_opens_has_the_environment_of_the_desktop(
    bundled: dict[str, str], before: dict[str, str]
) -> None:
    environ = {"HOME": "/home/maria", **bundled}
    give_back(environ)
    assert environ == {"HOME": "/home/maria", **before}


def test_a_bundle_is_built_only_with_a_sound_sqlite() -> None:
    refuse_faulty_sqlite((3, 51, 3))
    refuse_faulty_sqlite((3, 50, 7))
    with pytest.raises(SystemExit, match=r"3\.40\.1"):
        refuse_faulty_sqlite((3, 40, 1))


def test_the_specification_asks_first() -> None:
    spec = (Path(__file__).parents[2] / "build_installer.spec").read_text(encoding="utf-8")
    assert spec.index("sqlite.sound_library()") < spec.index("Analysis(")
