"""The QR code of a link: as it is made, black on white, for phones and for paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import segno
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import (
    QLabel,
    QWidget,
)

from app.core.links.address_forms import OneClick
from app.core.links.link import Link
from app.ui.export.qr import QUIET, QrCode
from app.ui.look.theme import Appearance, current_theme
from tests.ui.links.dialogs.conftest import PUBLIC, choose

if TYPE_CHECKING:
    from app.core.house.unit import Unit
    from app.services.services import Services
    from tests.ui.conftest import RecordedNotices
    from tests.ui.links.dialogs.conftest import Share

AddLink = Callable[..., Link]
BUTTONS = {target: f"add_to_{target.value}" for target in OneClick}


@pytest.fixture
def link(units: list[Unit], add_link: AddLink) -> Link:
    return add_link(units[0], portal="airbnb")


def matrix(picture: QImage, size: int) -> list[list[int]]:
    """Read the modules of a code out of a picture: 1 is black, with the quiet zone around."""
    side = picture.width()
    module = side // (size + 2 * QUIET)
    start = (side - module * size) // 2
    assert start >= QUIET * module
    found = []
    for y in range(size):
        row = [
            picture.pixelColor(start + x * module + module // 2, start + y * module + module // 2)
            for x in range(size)
        ]
        found.append([int(colour == QColor(Qt.GlobalColor.black)) for colour in row])
    return found


def code_of(content: str) -> list[list[int]]:
    made = segno.make(content, error="m", micro=False)
    return [list(row) for row in made.matrix]


def painted(code: QrCode) -> QImage:
    return code.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


class TestCode:
    @pytest.mark.parametrize("appearance", [Appearance.LIGHT, Appearance.DARK])
    def test_it_is_painted_as_it_is_made_black_on_white(
        self, share: Share, link: Link, services: Services, appearance: Appearance
    ) -> None:
        current_theme().set_appearance(appearance)
        code = share(link).find(QrCode, "share_code")
        wanted = code_of(services.links.address(link).replace("http://", "webcal://"))
        picture = painted(code)
        assert matrix(picture, len(wanted)) == wanted
        colours = {
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
        }
        assert colours == {"#000000", "#ffffff"}

    def test_around_it_everything_is_quiet(self, share: Share, link: Link) -> None:
        code = share(link).find(QrCode, "share_code")
        picture = painted(code)
        size = len(code_of(code.content))
        quiet = QUIET * (picture.width() // (size + 2 * QUIET))
        edge = [
            picture.pixelColor(x, y).name()
            for x in range(picture.width())
            for y in range(picture.height())
            if min(x, y, picture.width() - 1 - x, picture.height() - 1 - y) < quiet
        ]
        assert set(edge) == {"#ffffff"}

    def test_phones_subscribe_unless_the_address_alone_is_wanted(
        self, share: Share, link: Link, services: Services
    ) -> None:
        hands = share(link)
        code, address = hands.find(QrCode, "share_code"), services.links.address(link)
        assert code.content == address.replace("http://", "webcal://")
        assert code.accessibleName() == "QR-Code: Seeblick 1 · für Airbnb abonnieren"
        hands.click("share_form_address")
        assert code.content == address
        assert matrix(painted(code), len(code_of(address))) == code_of(address)

    @pytest.mark.parametrize(
        ("base", "hint"),
        [
            ("http://192.168.178.20:8642", "Mit der Kamera des Handys öffnen, im WLAN zu Hause"),
            (PUBLIC, "Mit der Kamera des Handys öffnen"),
        ],
    )
    def test_what_a_phone_can_do_with_it_is_said(
        self, share: Share, link: Link, services: Services, base: str, hint: str
    ) -> None:
        services.settings.set("public_url", base)
        assert share(link).find(QLabel, "share_hint").text() == hint

    def test_that_of_a_website_is_its_page(
        self, share: Share, website: Link, services: Services
    ) -> None:
        hands = share(website)
        assert hands.find(QrCode, "share_code").content == services.links.address(website)
        assert not hands.find(QWidget, "share_form").isVisible()

    def test_it_is_saved_as_a_picture(
        self, share: Share, link: Link, tmp_path: Path, notices: RecordedNotices
    ) -> None:
        hands = share(link)
        hands.click("share_picture")
        target = tmp_path / "code.png"
        choose(hands, target)
        wanted = code_of(hands.find(QrCode, "share_code").content)
        picture = QImage(str(target)).convertToFormat(QImage.Format.Format_RGB32)
        assert matrix(picture, len(wanted)) == wanted
        assert notices.said == ["Gespeichert: code.png"]

    def test_a_picture_that_cannot_be_written_is_told(
        self, share: Share, link: Link, tmp_path: Path
    ) -> None:
        hands = share(link)
        hands.click("share_picture")
        choose(hands, tmp_path / "gone" / "code.png")
        assert "gone" in hands.find(QLabel, "share_dialog_error").text()
