"""Eigene Internet-Adresse: a proxy, tunnel or name that leads to this computer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from app.core.errors import UserError
from app.core.links.reach import Reach, reach
from app.core.web_address import completed
from app.override import override
from app.ui.kit import Banner, Button, Form, Label, Role, SegmentedControl, Tone, Variant
from app.ui.publishing.access.applying import apply_access
from app.ui.publishing.access.form import AccessField, AccessForm, FieldError, Mode
from app.ui.publishing.base import words
from app.ui.publishing.base.reach_page import ReachPage
from app.ui.publishing.base.removal import ask_removal
from app.ui.publishing.uploading.outcome import Outcome
from app.ui.publishing.uploading.publish_run import PublishRun

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.publishing.webspace import KeptWebspace
    from app.ui.base.context import Context

_HERE, _ELSEWHERE = "here", "elsewhere"


class OwnAddressPage(ReachPage):
    """The address, where its proxy runs, and what a reading from outside found there."""

    def __init__(self, context: Context, kept: KeptWebspace | None, parent: QWidget) -> None:
        super().__init__(context, "own_address_page", parent)
        self._kept = kept
        self._done = False
        self._run = PublishRun(context, self)
        self._add_words()
        self._add_form()
        self._add_recipes()
        self.outcome = Outcome(context, self)
        self.column.addWidget(self.outcome)
        self.column.addStretch(1)
        self.outcome.again_wanted.connect(self._check)
        self._run.moved.connect(self._show_progress)
        self._run.ended.connect(self._checked)
        self._run.failed.connect(self._not_checked)

    @property
    @override
    def primary(self) -> str:
        tr = self.context.texts.tr
        if self._run.running:
            return tr("Being checked …")
        return tr("Done") if self._done else tr("Use and check it")

    @property
    @override
    def ready(self) -> bool:
        return not self._run.running

    @property
    @override
    def busy(self) -> bool:
        return self._run.running

    @property
    @override
    def unsaved(self) -> bool:
        settings = self.context.services.settings.get()
        return bool(self.public_url.text().strip()) and not self._form().same_as(settings)

    @property
    @override
    def can_cancel(self) -> bool:
        return not self._done

    @override
    def take_focus(self) -> None:
        self.public_url.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def submit(self) -> None:
        if self._run.running:
            return
        if self._done:
            self.settled.emit()
            return
        self._row.set_error(None)
        seen = self.context.services.settings.get()
        try:
            wanted = self._form().applied_to(seen)
        except FieldError as error:
            self._refuse(error)
            return
        apply_access(
            self.context,
            self,
            seen,
            wanted,
            on_applied=self._applied,
            on_refused=self._refuse,
            on_cancel=self.take_focus,
        )

    # ---- building ----

    def _add_words(self) -> None:
        """Say what this is for, and where the calendars are read until then."""
        context, kept = self.context, self._kept
        tr = context.texts.tr
        self.column.addWidget(
            Label(
                tr(
                    "Enter the address at which your proxy, tunnel or DynDNS name answers from the "
                    "internet. It has to lead to this computer, port {port}, and this computer has "
                    "to be on for portals to read.",
                    port=str(context.services.settings.get().port),
                ),
                Role.MUTED,
                wrap=True,
                name="own_words",
                parent=self,
            )
        )
        if kept is not None:
            place = words.where(context.texts, kept)
            self.column.addWidget(
                Banner(
                    Tone.INFO,
                    tr("At present your calendars are read at {place}.", place=place),
                    name="own_elsewhere",
                    parent=self,
                )
            )

    def _add_form(self) -> None:
        tr = self.context.texts.tr
        stored = AccessForm.of(self.context.services.settings.get())
        form = Form(name="own_form", parent=self)
        self.public_url = QLineEdit(stored.public_url)
        self.public_url.setObjectName("own_public_url")
        self.public_url.setPlaceholderText("https://kalender.example.org")
        self.public_url.textEdited.connect(self._edited)
        self._row = form.add(tr("Public address"), self.public_url)
        self.place = SegmentedControl(
            [(_HERE, tr("on this computer")), (_ELSEWHERE, tr("on another device at home"))],
            accessible_name=tr("The tunnel or proxy runs"),
            name="own_place",
        )
        self.place.select(_ELSEWHERE if stored.proxy_elsewhere else _HERE)
        self.place.chosen.connect(self._edited)
        form.add(tr("The tunnel or proxy runs"), self.place)
        self.column.addWidget(form)

    def _add_recipes(self) -> None:
        tr = self.context.texts.tr
        self.recipes = Button(
            tr("Recipes in the handbook: Caddy, Tailscale, Cloudflare, ssh"),
            Variant.LINK,
            icon="book-open",
            name="own_recipes",
            parent=self,
        )
        self.recipes.clicked.connect(self._show_recipes)
        self.column.addWidget(self.recipes, 0, Qt.AlignmentFlag.AlignLeft)

    # ---- what the owner does ----

    def _form(self) -> AccessForm:
        stored = AccessForm.of(self.context.services.settings.get())
        return replace(
            stored,
            mode=Mode.PUBLIC,
            public_url=self.public_url.text(),
            proxy_elsewhere=self.place.current() == _ELSEWHERE,
        )

    def _edited(self) -> None:
        self._done = False
        self.outcome.hide()
        self._row.set_error(None)
        self._row.set_hint(self._hint())
        self.state_changed.emit()

    def _hint(self) -> str:
        tr = self.context.texts.tr
        try:
            address = completed(self.public_url.text())
        except UserError:
            return ""
        if reach(address) is not Reach.EVERYWHERE:
            return tr(
                "This address can only be read at home. Google, Airbnb and Booking.com need one "
                "that the whole internet knows."
            )
        if address.startswith("http://"):
            return tr(
                "Without https others can read along on the way, and some portals refuse the link."
            )
        return ""

    def _refuse(self, error: UserError) -> None:
        self._row.set_error(self.context.texts.tell(error))
        if isinstance(error, FieldError) and error.field is AccessField.PUBLIC_URL:
            self.take_focus()

    def _applied(self) -> None:
        if self._kept is not None:
            ask_removal(self.context, self._kept, self, self._removed)
        else:
            self._check()

    def _removed(self) -> None:
        self._kept = None
        self._check()

    def _check(self) -> None:
        self._run.check()
        self.state_changed.emit()

    def _show_progress(self) -> None:
        if self._run.running:
            self.outcome.show_progress(self._run.progress)
            self.look_here.emit(self.outcome)
        self.state_changed.emit()

    def _checked(self) -> None:
        self._done = True
        try:
            self.outcome.show_links()
        except UserError as error:
            self.outcome.show_error(error)
        self.look_here.emit(self.outcome)
        self.state_changed.emit()

    def _not_checked(self, error: UserError) -> None:
        self.outcome.show_error(error)
        self.state_changed.emit()

    def _show_recipes(self) -> None:
        from app.ui.publishing.recipes import show_recipes  # noqa: PLC0415  # when it is wanted

        show_recipes(self.context, self.window())
