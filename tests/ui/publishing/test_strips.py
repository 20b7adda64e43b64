"""The strips above the pages, and the questions behind them: what is said, by hand and by key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.core.errors import UserError
from app.core.house.unit import Unit
from app.core.publishing import faults
from app.core.publishing.webspace import KeptWebspace, Secret, Webspace, WebspaceKind
from app.core.stays.occupancy import OccupancyDraft
from app.i18n import Catalogue
from app.services.base.watch import Moved
from app.services.publishing.keeping.secrets import Keeping
from app.services.services import Services
from app.ui.base.context import Context
from app.ui.kit import Banner
from app.ui.publishing.held_back import HeldBackDialog
from app.ui.publishing.secret.password_dialog import PasswordDialog
from app.ui.publishing.strips import PublishingStrips
from tests.ui.conftest import MakeContext
from tests.ui.publishing.conftest import click, find, settle, shown, type_into

ARRIVAL = date(2027, 8, 1)
SFTP = Webspace(
    kind=WebspaceKind.SFTP,
    preset="ionos",
    host="127.0.0.1",
    port=1,
    user="anna",
    folder="kalender",
    address="https://haus.example/kal",
)
Make = Callable[..., PublishingStrips]


@pytest.fixture
def make_strips(context: Context, over: QWidget) -> Make:
    def make(context: Context = context) -> PublishingStrips:
        strips = PublishingStrips(context, over)
        strips.resize(1000, 200)
        strips.draw()
        settle()
        return strips

    return make


@pytest.fixture
def sftp(services: Services, units: list[Unit]) -> KeptWebspace:
    """A webspace that nobody answers for, whose password is not known any more."""
    assert units
    kept = services.publishing.set_up(SFTP, Secret(password="x"), Keeping.ASK)
    services.secrets.forget(kept.secret_name)
    return kept


@pytest.fixture
def held(services: Services, kept: KeptWebspace, units: list[Unit]) -> list[int]:
    """The ids of two links whose calendars of six stays would be uploaded without any."""
    assert kept.removed_at is None
    for unit in units:
        for week in range(6):
            arrival = ARRIVAL + timedelta(weeks=week)
            draft = OccupancyDraft(
                unit_id=unit.id, arrival=arrival, departure=arrival + timedelta(days=5)
            )
            services.occupancies.add(draft)
    services.publishing.run()
    with services.work.change():
        services.database.table("occupancy").update(status="cancelled").execute()
        services.work.revisions.raise_units([unit.id for unit in units], services.work.clock.now())
    services.publishing.run()
    questions = services.publishing.status().questions
    assert len(questions) == 2
    return [question.link_id for question in questions]


class TestStrips:
    def test_nothing_stands_there_while_all_is_well(
        self, make_strips: Make, kept: KeptWebspace
    ) -> None:
        assert kept.removed_at is None
        strips = make_strips()
        assert strips.isHidden()
        strips.redraw(Moved(units=frozenset({1}), links=frozenset({1})))
        assert strips.isHidden()

    @pytest.mark.usefixtures("no_keyring")
    def test_a_webspace_that_is_new_takes_the_offer_away(
        self, make_strips: Make, services: Services, units: list[Unit]
    ) -> None:
        assert units
        strips = make_strips()
        strips.offer_reach()
        assert strips.offer.isVisible()
        services.publishing.set_up(SFTP, Secret(password="x"), Keeping.ASK)
        strips.redraw(Moved(publishing=True))
        settle()
        assert strips.isHidden()

    @pytest.mark.usefixtures("no_keyring")
    def test_giving_the_webspace_up_asks_for_no_password_any_more(
        self, make_strips: Make, services: Services, sftp: KeptWebspace
    ) -> None:
        strips = make_strips()
        assert find(strips, Banner, "password_strip").isVisible()
        services.publishing.remove(sequence=sftp.sequence)
        strips.redraw(Moved(publishing=True))
        settle()
        assert strips.isHidden()

    @pytest.mark.usefixtures("no_keyring")
    def test_a_store_of_passwords_that_is_locked_is_said(
        self, make_strips: Make, services: Services, sftp: KeptWebspace, texts: Catalogue
    ) -> None:
        error = UserError("The file “{name}” cannot be read.", name="zimmerfrei.passwords")

        def locked(name: str) -> None:
            assert name == sftp.secret_name
            raise error

        services.secrets.get = locked  # type: ignore[method-assign]
        strips = make_strips()
        strip = find(strips, Banner, "password_strip")
        assert strip.isVisible()
        assert strip.plain_text() == texts.tell(error)
        assert "<b" not in shown(strips, "password_strip_text")

    @pytest.mark.usefixtures("no_keyring")
    def test_an_answer_about_another_webspace_says_nothing_of_this_one(
        self, make_strips: Make, services: Services, sftp: KeptWebspace, kept_elsewhere: Webspace
    ) -> None:
        strips = make_strips()
        other = services.publishing.set_up(kept_elsewhere, Secret(), Keeping.ASK)
        strips.redraw(Moved(publishing=True))
        strips._take_secret((sftp, None))
        settle()
        assert other.kind is WebspaceKind.FOLDER
        assert strips.isHidden()

    def test_a_database_that_cannot_be_read_is_said_elsewhere(
        self, make_strips: Make, services: Services, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        strips = make_strips()

        def broken() -> None:
            raise UserError("The database is damaged.")

        monkeypatch.setattr(services.publishing, "status", broken)
        strips.redraw(Moved(restored=True))
        assert strips.isHidden()

    @pytest.mark.usefixtures("no_keyring")
    @pytest.mark.parametrize("width", [700, 1000])
    def test_longer_words_are_not_cut(
        self,
        make_strips: Make,
        make_context: MakeContext,
        sftp: KeptWebspace,
        wide: Catalogue,
        cut_texts: Callable[[QWidget], list[str]],
        width: int,
    ) -> None:
        assert sftp.user == "anna"
        strips = make_strips(make_context(texts=wide))
        strips._draw_held(3)
        strips.offer.show()
        strips._arrange()
        strips.resize(width, 420)
        assert cut_texts(strips) == []

    @pytest.fixture
    def kept_elsewhere(self, tmp_path: Path) -> Webspace:
        (tmp_path / "anderswo").mkdir()
        return Webspace(
            kind=WebspaceKind.FOLDER,
            folder=str(tmp_path / "anderswo"),
            address="https://anders.example/kal",
        )


@pytest.mark.usefixtures("no_keyring")
class TestPasswordDialog:
    @pytest.fixture
    def dialog(
        self, qtbot: QtBot, context: Context, sftp: KeptWebspace, over: QWidget
    ) -> PasswordDialog:
        dialog = PasswordDialog(context, sftp, over)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        settle()
        return dialog

    def test_it_names_place_and_user_and_waits_at_its_field(self, dialog: PasswordDialog) -> None:
        said = " ".join(label.text() for label in dialog.findChildren(QLabel))
        assert "IONOS (127.0.0.1)" in said
        assert "anna" in said
        assert dialog.field.edit.hasFocus()

    def test_enter_tries_it_and_typing_takes_the_fault_away(self, dialog: PasswordDialog) -> None:
        QTest.keyClick(dialog.field.edit, Qt.Key.Key_Return)
        assert shown(dialog, "webspace_password_error")
        QTest.keyClicks(dialog.field.edit, "g")
        assert shown(dialog, "webspace_password_error") == ""
        QTest.keyClick(dialog.field.edit, Qt.Key.Key_Return)
        settle()
        assert "127.0.0.1" in shown(dialog, "webspace_password_error")
        assert dialog.field.edit.text() == "g"
        assert dialog.primary_button.isEnabled()

    def test_while_it_is_tried_it_cannot_be_tried_again(
        self, dialog: PasswordDialog, services: Services
    ) -> None:
        tried: list[Secret] = []
        really = services.secrets.keep

        def keep(name: str, secret: Secret, keeping: Keeping) -> None:
            tried.append(secret)
            really(name, secret, keeping)

        services.secrets.keep = keep  # type: ignore[method-assign]
        type_into(dialog, "webspace_password_edit", "geheim")
        dialog._submit()
        assert not dialog.primary_button.isEnabled()
        assert dialog.primary_button.text() == "Wird probiert …"
        dialog._submit()
        settle()
        assert tried == [Secret(password="geheim")]
        assert dialog.primary_button.text() == "Anmelden und hochladen"

    def test_escape_is_later(self, dialog: PasswordDialog, services: Services) -> None:
        type_into(dialog, "webspace_password_edit", "geheim")
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        current = services.publishing.current()
        assert current is not None
        assert services.secrets.get(current.secret_name) is None

    def test_what_is_no_key_is_said_at_the_field(
        self, dialog: PasswordDialog, tmp_path: Path
    ) -> None:
        (tmp_path / "id.pub").write_text("ssh-ed25519 AAAA anna")
        dialog.field.take_key(tmp_path / "id.pub")
        assert "id.pub" in shown(dialog, "webspace_password_error")

    def test_longer_words_are_not_cut(
        self,
        qtbot: QtBot,
        make_context: MakeContext,
        sftp: KeptWebspace,
        over: QWidget,
        wide: Catalogue,
        cut_texts: Callable[[QWidget], list[str]],
    ) -> None:
        dialog = PasswordDialog(make_context(texts=wide), sftp, over)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        dialog._fail(faults.sign_in_refused("access-5001234567.webspace-host.com", "u1234567"))
        assert cut_texts(dialog) == []


class TestHeldBack:
    @pytest.fixture
    def dialog(
        self, qtbot: QtBot, context: Context, held: list[int], over: QWidget
    ) -> HeldBackDialog:
        assert held
        dialog = HeldBackDialog(context, over)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        return dialog

    def calendars(self, folder: Path) -> list[bool]:
        """Whether there are stays in each calendar, by name."""
        found = sorted(path for path in folder.iterdir() if path.suffix == ".ics")
        return [b"BEGIN:VEVENT" in path.read_bytes() for path in found]

    def test_each_is_asked_about_and_answered_by_itself(
        self,
        dialog: HeldBackDialog,
        held: list[int],
        services: Services,
        over: QWidget,
        webspace_folder: Path,
    ) -> None:
        first, second = held
        click(dialog, f"held_back_keep_{first}")
        settle()
        assert dialog.isVisible()
        assert dialog.findChild(QWidget, f"held_back_{first}") is None
        assert [one.link_id for one in services.publishing.status().questions] == [second]
        click(dialog, f"held_back_allow_{second}")
        settle()
        # It has closed, for nothing is left to ask.
        assert over.findChild(HeldBackDialog) is None
        # The one is as it was, the other is what the plan says.
        assert sorted(self.calendars(webspace_folder)) == [False, True]
        assert services.publishing.status().questions == ()

    def test_closing_decides_nothing(
        self, dialog: HeldBackDialog, services: Services, webspace_folder: Path
    ) -> None:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
        assert not dialog.isVisible()
        assert len(services.publishing.status().questions) == 2
        assert self.calendars(webspace_folder) == [True, True]

    def test_what_is_not_held_back_any_more_is_said_and_gone(
        self, dialog: HeldBackDialog, services: Services
    ) -> None:
        question, other = services.publishing.status().questions
        # A command has let it go meanwhile.
        services.publishing.allow(question.name)
        services.publishing.run()
        click(dialog, f"held_back_keep_{question.link_id}")
        settle()
        said = [label.text() for label in dialog.findChildren(QLabel) if label.isVisible()]
        assert any(question.name in text for text in said)
        assert dialog.findChild(QWidget, f"held_back_{question.link_id}") is None
        assert dialog.findChild(QWidget, f"held_back_{other.link_id}") is not None

    def test_nothing_to_ask_is_no_question(
        self, qtbot: QtBot, context: Context, kept: KeptWebspace, over: QWidget
    ) -> None:
        assert kept.removed_at is None
        dialog = HeldBackDialog(context, over)
        qtbot.addWidget(dialog)
        assert dialog.result() == HeldBackDialog.DialogCode.Accepted

    def test_tab_reaches_both_answers_of_each(
        self, dialog: HeldBackDialog, held: list[int]
    ) -> None:
        seen = set()
        for _ in range(12):
            focused: Any = dialog.focusWidget()
            seen.add(focused.objectName())
            QTest.keyClick(focused, Qt.Key.Key_Tab)
        for link_id in held:
            assert {f"held_back_keep_{link_id}", f"held_back_allow_{link_id}"} <= seen

    @pytest.mark.parametrize("language", ["english", "wide"])
    def test_longer_words_are_not_cut(
        self,
        qtbot: QtBot,
        make_context: MakeContext,
        held: list[int],
        over: QWidget,
        request: pytest.FixtureRequest,
        cut_texts: Callable[[QWidget], list[str]],
        language: str,
    ) -> None:
        assert held
        dialog = HeldBackDialog(make_context(texts=request.getfixturevalue(language)), over)
        dialog.open()
        qtbot.waitUntil(dialog.isVisible)
        assert cut_texts(dialog) == []
