"""What the bundle of build_installer.spec starts with."""

import pytest

from tools.bundle import give_back

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
