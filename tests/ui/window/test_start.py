"""The window from its start to its end: first start, pages, what it remembers."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QTextLayout
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from app.core.server_state import Phase
from app.core.stays.occupancy import OccupancyDraft
from app.services.base.control import ServerController
from app.services.services import Services
from app.ui.base.preferences import Preferences
from app.ui.kit import Banner, Button, SegmentedControl
from app.ui.look.theme import Appearance, current_theme
from app.ui.look.tokens import DARK
from app.ui.start.page import StartPage
from app.ui.window.frame.frame import Frame
from app.ui.window.frame.sidebar import SidebarItem
from app.ui.window.frame.status_line import StatusLine
from app.ui.window.frame.toast import Toast
from app.ui.window.program import Program
from app.ui.window.shell.pages import PAGES
from app.ui.window.shell.shell import Shell
from tests.systems import open_files
from tests.ui.conftest import OpenWindow


@pytest.fixture
def house(services: Services) -> None:
    services.units.first_house("Haus Seeblick", ["Seeblick 1", "Seeblick 2"])


def shown(program: Program, kind: type[QWidget], name: str) -> bool:
    found = program.shell.findChild(kind, name)
    return found is not None and found.isVisibleTo(program.shell)


def click(program: Program, kind: type[QWidget], name: str) -> None:
    widget = program.shell.findChild(kind, name)
    assert widget is not None, name
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)


def line(program: Program, name: str) -> QLineEdit:
    found = program.shell.findChild(QLineEdit, name)
    assert found is not None, name
    return found


def typed(program: Program, name: str) -> str:
    return line(program, name).text()


def type_over(program: Program, name: str, text: str) -> None:
    field = line(program, name)
    field.selectAll()
    QTest.keyClicks(field, text)


def press(program: Program, key: Qt.Key, modifier: Qt.KeyboardModifier) -> None:
    QTest.keyClick(program.frame, key, modifier)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.usefixtures("house")
def test_the_window_opens_on_the_plan_and_serves(
    open_window: OpenWindow, server: ServerController
) -> None:
    program = open_window()
    assert program.shell.current == "plan"
    assert server.state.phase is Phase.RUNNING
    status = program.shell.findChild(StatusLine)
    assert status is not None
    assert status.texts()[0] == program.texts.tr("No calendar link is enabled yet")


@pytest.mark.usefixtures("house")
def test_enabling_a_link_shows_in_the_status_line(
    open_window: OpenWindow, services: Services
) -> None:
    program = open_window()
    services.links.enable_all()
    status = program.shell.findChild(StatusLine)
    assert status is not None
    assert status.texts()[0] == program.texts.tr("Calendar links active · on this computer only")


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("key", ["plan", "occupancies", "links", "units", "figures", "settings"])
def test_the_sidebar_opens_a_page(open_window: OpenWindow, key: str) -> None:
    program = open_window()
    click(program, SidebarItem, f"sidebar_{key}")
    page = program.shell.page(key)
    assert page is not None
    assert page.isVisible()
    assert program.shell.current == key


@pytest.mark.usefixtures("house")
def test_keys_open_pages_in_the_order_of_the_sidebar(open_window: OpenWindow) -> None:
    program = open_window()
    opened = []
    for number in range(1, 7):
        key = Qt.Key(Qt.Key.Key_0.value + number)
        press(program, key, CTRL)
        opened.append(program.shell.current)
    assert opened == ["plan", "occupancies", "links", "units", "figures", "settings"]


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("key", ["plan", "occupancies", "links", "units", "settings"])
def test_tab_goes_from_the_sidebar_into_the_page_and_around(
    open_window: OpenWindow, key: str
) -> None:
    program = open_window()
    program.shell.go(key)
    item = program.shell.findChild(SidebarItem, f"sidebar_{key}")
    page = program.shell.page(key)
    assert item is not None
    assert page is not None
    item.setFocus()
    visited: list[QWidget] = []
    while not visited or visited[-1] is not item:
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        visited.append(focused())
        assert len(visited) < 100
    assert page.isAncestorOf(visited[0])
    assert visited[-2].objectName() == "status_line"


@pytest.mark.usefixtures("house")
def test_a_page_is_made_when_it_is_opened_and_kept(open_window: OpenWindow) -> None:
    program = open_window()
    assert program.shell.page("units") is None
    click(program, SidebarItem, "sidebar_units")
    made = program.shell.page("units")
    click(program, SidebarItem, "sidebar_links")
    click(program, SidebarItem, "sidebar_units")
    assert program.shell.page("units") is made


@pytest.mark.usefixtures("house")
def test_page_and_place_are_remembered(open_window: OpenWindow) -> None:
    program = open_window()
    click(program, SidebarItem, "sidebar_units")
    program.frame.resize(program.frame.width(), 650)
    again = open_window()
    assert again.shell.current == "units"
    assert again.frame.height() == 650


@pytest.mark.usefixtures("house")
def test_a_remembered_page_that_is_gone_opens_the_first(
    open_window: OpenWindow, services: Services
) -> None:
    Preferences(services.folder.window_ini).page = "gone"
    assert open_window().shell.current == "plan"


def test_the_window_fits_the_screen(services: Services, qtbot: QtBot) -> None:
    frame = Frame(Preferences(services.folder.window_ini))
    qtbot.addWidget(frame)
    screen = frame.screen().availableGeometry()
    assert screen.contains(frame.geometry())


def test_until_the_pages_are_there_it_looks_as_it_did_last(
    services: Services, qtbot: QtBot
) -> None:
    preferences = Preferences(services.folder.window_ini)
    first = Frame(preferences)
    qtbot.addWidget(first)
    current_theme().set_appearance(Appearance.DARK)
    first.remember()
    current_theme().set_appearance(Appearance.LIGHT)
    second = Frame(preferences)
    qtbot.addWidget(second)
    picture = second.grab().toImage()
    middle, bottom = picture.height() // 2, picture.height() - 10
    places = [(100, middle), (600, middle), (600, bottom)]
    painted = [picture.pixelColor(x, y).name() for x, y in places]
    assert painted == [DARK.sidebar, DARK.background, DARK.sidebar]


@pytest.mark.parametrize("ground", [(), ("red",), ("#12", "?", "#zzzzzz"), ("", "", "")])
def test_colours_that_are_none_do_no_harm(
    services: Services, qtbot: QtBot, ground: tuple[str, ...]
) -> None:
    preferences = Preferences(services.folder.window_ini)
    preferences.ground = ground
    frame = Frame(preferences)
    qtbot.addWidget(frame)
    with qtbot.waitSignal(frame.painted):
        frame.show()


class TestFirstStart:
    def test_asks_for_the_house_alone(self, open_window: OpenWindow) -> None:
        program = open_window()
        assert shown(program, StartPage, "start_page")
        assert not shown(program, QWidget, "sidebar")
        assert not shown(program, StatusLine, "status_line")

    def test_enters_the_house_and_turns_to_the_occupancies(
        self, open_window: OpenWindow, services: Services
    ) -> None:
        program = open_window()
        start = program.shell.findChild(StartPage)
        assert start is not None
        assert start.house.hasFocus()
        QTest.keyClicks(start.house, "Haus Sonne")
        start.count.setValue(3)
        second = start.names.field(1)
        second.selectAll()
        QTest.keyClicks(second, "Dachstudio")
        click(program, Button, "start_done")
        assert [house.name for house in services.units.properties()] == ["Haus Sonne"]
        names = [unit.name for unit in services.units.all()]
        first, third = (program.texts.tr("Apartment {n}", n=n) for n in ("1", "3"))
        assert names == [first, "Dachstudio", third]
        assert program.shell.current == "plan"
        assert shown(program, QWidget, "sidebar")
        assert shown(program, StatusLine, "status_line")

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("", "Please enter a name."),
            ("   ", "Please enter a name."),
        ],
    )
    def test_a_house_without_a_name_is_refused_at_the_field(
        self,
        open_window: OpenWindow,
        services: Services,
        typed: str,
        sentence: str,
    ) -> None:
        program = open_window()
        start = program.shell.findChild(StartPage)
        assert start is not None
        start.house.clear()
        QTest.keyClicks(start.house, typed)
        click(program, Button, "start_done")
        assert start.house_row.error() == program.texts.tr(sentence)
        assert services.units.empty()

    def test_two_units_of_one_name_are_refused_at_the_second(
        self, open_window: OpenWindow, services: Services
    ) -> None:
        program = open_window()
        start = program.shell.findChild(StartPage)
        assert start is not None
        start.names.field(0).setText("STRASSE")
        start.names.field(1).setText("Straße")
        click(program, Button, "start_done")
        assert services.units.empty()
        assert start.names.field(1).hasFocus()

    def test_names_survive_a_smaller_number(self, open_window: OpenWindow) -> None:
        start = open_window().shell.findChild(StartPage)
        assert start is not None
        start.count.setValue(4)
        start.names.field(3).setText("Gartenhaus")
        start.count.setValue(1)
        assert len(start.names.names()) == 1
        start.count.setValue(4)
        assert start.names.names()[3] == "Gartenhaus"

    def test_a_house_that_a_command_enters_is_shown(
        self, open_window: OpenWindow, services: Services, qtbot: QtBot
    ) -> None:
        program = open_window()
        services.units.first_house("Haus Sonne", ["Sonne 1"])
        qtbot.waitUntil(lambda: shown(program, QWidget, "sidebar"))
        assert program.shell.current == "plan"
        assert not shown(program, StartPage, "start_page")


@pytest.mark.usefixtures("house")
class TestLanguageAndAppearance:
    def test_another_language_rebuilds_the_window_where_it_is(
        self, open_window: OpenWindow, services: Services, qtbot: QtBot
    ) -> None:
        program = open_window()
        click(program, SidebarItem, "sidebar_settings")
        frame, shell = program.frame, program.shell
        click(program, QWidget, "settings_language_en")
        qtbot.waitUntil(lambda: program.shell is not shell)
        assert program.frame is frame
        assert program.shell.current == "settings"
        item = program.shell.findChild(SidebarItem, "sidebar_units")
        assert item is not None
        assert item.text() == "Units"
        assert services.settings.get().language == "en"

    def test_a_language_set_elsewhere_is_followed(
        self, open_window: OpenWindow, services: Services, qtbot: QtBot
    ) -> None:
        program = open_window()
        services.settings.set("language", "en")
        qtbot.waitUntil(lambda: program.texts.language.key == "en")

    def test_what_was_typed_and_not_applied_stays_in_another_language(
        self, open_window: OpenWindow, services: Services, qtbot: QtBot
    ) -> None:
        program = open_window()
        click(program, SidebarItem, "sidebar_settings")
        radio = program.shell.findChild(QRadioButton, "access_public")
        assert radio is not None
        radio.click()
        type_over(program, "access_public_url", "https://kalender.exam")
        click(program, Button, "access_advanced")
        type_over(program, "access_port", "864")
        port = services.settings.get().port
        for language in ("en", "de"):
            services.settings.set("language", language)
            qtbot.waitUntil(lambda: program.texts.language.key == language)  # noqa: B023
        assert program.shell.current == "settings"
        assert typed(program, "access_public_url") == "https://kalender.exam"
        assert typed(program, "access_port") == "864"
        for name in ("access_public_url", "access_port", "access_unsaved"):
            assert shown(program, QWidget, name), name
        stored = services.settings.get()
        assert (stored.public_url, stored.port) == ("", port), "nothing of it holds yet"
        click(program, Button, "access_discard")
        assert typed(program, "access_port") == str(port)

    @open_files
    def test_a_first_page_that_cannot_be_read_just_then_opens_later(
        self, open_window: OpenWindow, services: Services, qtbot: QtBot
    ) -> None:
        program = open_window()
        program.shell.go("settings")  # which reads nothing while it is painted
        # As when it is made anew for another language.
        shell = Shell()
        qtbot.addWidget(shell)
        shell.work_with(program.shell.context)
        aside = services.folder.database.rename(services.folder.path / "aside.db")
        shell.go("plan")
        said = shell.findChild(Banner, "error_banner")
        assert said is not None
        assert "lässt sich nicht lesen" in said.plain_text()
        assert (shell.current, shell.page("plan")) == ("plan", None)
        bridge = program.shell.context.bridge
        bridge.look()
        assert shell.page("plan") is None
        aside.rename(services.folder.database)
        bridge.look()
        assert shell.page("plan") is not None
        assert shell.current == "plan"

    def test_after_a_rebuild_everything_goes_on(
        self, open_window: OpenWindow, services: Services, qtbot: QtBot
    ) -> None:
        program = open_window()
        services.settings.set("language", "en")
        qtbot.waitUntil(lambda: program.texts.language.key == "en")
        services.links.enable_all()
        status = program.shell.findChild(StatusLine)
        assert status is not None
        assert status.texts()[0] == "Calendar links active · on this computer only"

    def test_dark_and_light_hold_at_once_and_the_next_time(
        self, open_window: OpenWindow, services: Services
    ) -> None:
        program = open_window()
        click(program, SidebarItem, "sidebar_settings")
        control = program.shell.findChild(SegmentedControl, "settings_appearance")
        assert control is not None
        QTest.mouseClick(control.segment("dark"), Qt.MouseButton.LeftButton)
        assert current_theme().is_dark
        assert Preferences(services.folder.window_ini).appearance == "dark"
        QTest.mouseClick(control.segment("light"), Qt.MouseButton.LeftButton)
        assert not current_theme().is_dark


@pytest.mark.usefixtures("house")
def test_at_the_end_of_the_session_nothing_is_asked(
    open_window: OpenWindow, services: Services
) -> None:
    services.links.enable_all()
    program = open_window()
    program.frame.end_of_session()
    assert program.frame.close()
    assert not program.frame.isVisible()


@pytest.mark.usefixtures("house")
def test_a_notice_offers_what_to_do(open_window: OpenWindow) -> None:
    program = open_window()
    done: list[str] = []
    program.shell.say("Gesperrt.", "Rückgängig", lambda: done.append("undone"))
    toast = program.shell.findChild(Toast)
    assert toast is not None
    assert toast.isVisible()
    assert toast.text() == "Gesperrt."
    QTest.mouseClick(toast.action, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert not toast.isVisible()


@pytest.mark.usefixtures("house")
@pytest.mark.parametrize("size", [(1024, 700), (1366, 768)])
def test_a_notice_lies_above_every_page_and_covers_no_button(
    open_window: OpenWindow, services: Services, qtbot: QtBot, size: tuple[int, int]
) -> None:
    unit = services.units.all()[0]
    for day in range(1, 9):
        arrival = services.clock.today() + timedelta(day)
        draft = OccupancyDraft(unit_id=unit.id, arrival=arrival, departure=arrival + timedelta(1))
        services.occupancies.add(draft)
    program = open_window()
    shell = program.shell
    program.frame.resize(*size)
    shell.say("Familie Huber (Seeblick 1, 14.–21.07.2027) verschoben.", "Rückgängig")
    toast = shell.findChild(Toast)
    assert toast is not None

    def clear() -> bool:
        buttons = [one for one in shell.findChildren(QAbstractButton) if one.isVisible()]
        return not any(
            toast.geometry().intersects(seen.translated(one.mapTo(shell, QPoint(0, 0))))
            for one in buttons
            if not toast.isAncestorOf(one)
            # That one reaches from edge to edge; its words stay in sight.
            and not isinstance(one, StatusLine)
            and (seen := one.visibleRegion().boundingRect()).height() > 10
        )

    for page in PAGES:
        shell.go(page)
        qtbot.waitUntil(clear)
        found = shell.childAt(toast.geometry().center())
        assert found is not None
        assert found is toast or toast.isAncestorOf(found), page


def test_a_sentence_about_a_right_to_left_name_runs_from_left_to_right(
    open_window: OpenWindow, services: Services
) -> None:
    name = "\u05d3\u05d9\u05e8\u05d4 5"
    services.units.first_house("Haus Seeblick", [name])
    program = open_window()
    program.shell.say(program.texts.tr("{unit} is archived.", unit=name))
    toast = program.shell.findChild(Toast)
    assert toast is not None
    assert name in toast.text()
    layout = QTextLayout(toast.text())
    layout.beginLayout()
    line = layout.createLine()
    layout.endLayout()

    def left_of(place: int) -> float:
        found: Any = line.cursorToX(place)
        return float(found[0])

    assert 0 <= left_of(0) < left_of(toast.text().index(" ist")), "the name stands first"
    assert left_of(len(toast.text())) == line.naturalTextWidth(), "and the words end it"
