"""Asks for the password of the webspace in use, where it is not known (any more)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from app.core.publishing.webspace import Secret, WebspaceKind, signs_in
from app.ui.base.work import Work
from app.ui.kit import Dialog
from app.ui.kit.controls.form import FormRow
from app.ui.publishing.base import words
from app.ui.publishing.secret.keeping_choice import KeepingChoice, keeping
from app.ui.publishing.secret.secret_field import SecretField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.core.errors import UserError
    from app.core.publishing.webspace import KeptWebspace
    from app.ui.base.context import Context


class PasswordDialog(Dialog):
    """One field. What is entered is tried at once by uploading; only then does it close."""

    def __init__(self, context: Context, kept: KeptWebspace, parent: QWidget) -> None:
        texts = context.texts
        super().__init__(
            texts.tr("Password of the webspace"),
            texts.tr("Sign in and upload"),
            texts.tr("Later"),
            name="webspace_sign_in",
            width=540,
            parent=parent,
        )
        self._context = context
        self._kept = kept
        self._waiting = False
        self.add_text(
            texts.tr("{place}, user {user}", place=words.where(texts, kept), user=kept.user or "–")
        )
        self.field = SecretField(texts, self)
        self.field.set_keys_known(kept.kind is WebspaceKind.SFTP)
        self._row = FormRow(texts.tr("Password"), self.field, parent=self)
        self.content.addWidget(self._row)
        self.keeping = KeepingChoice(context, self)
        self.content.addWidget(self.keeping)
        self.field.edited.connect(self._clear)
        self.field.refused.connect(self._fail)
        self.submitted.connect(self._submit)
        self.field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _submit(self) -> None:
        if self._waiting:
            return
        texts, secret = self._context.texts, self.field.secret()
        if not secret:
            self._row.set_error(texts.tr("Please enter the password."))
            return
        chosen, kept, services = self.keeping.chosen(), self._kept, self._context.services
        self._wait(on=True)

        def sign_in() -> None:
            services.secrets.keep(kept.secret_name, secret, keeping(self._context, chosen))
            services.publishing.run()

        work = Work(sign_in)
        work.done.connect(self.accept)
        work.failed.connect(self._fail)
        work.start()

    def _fail(self, error: UserError) -> None:
        self._wait(on=False)
        self._row.set_error(self._context.texts.tell(error))

    def _clear(self) -> None:
        self._row.set_error(None)

    def _wait(self, *, on: bool) -> None:
        self._waiting = on
        tr = self._context.texts.tr
        self.primary_button.setEnabled(not on)
        self.primary_button.setText(tr("Being tried …") if on else tr("Sign in and upload"))


def needs_secret(kept: KeptWebspace) -> bool:
    """Tell whether a webspace is opened by a password or key at all."""
    return kept.kind is not WebspaceKind.FOLDER


def can_be_typed(kept: KeptWebspace) -> bool:
    """Tell whether the owner can know what opens it; the key of a service nobody has ever seen."""
    return signs_in(kept)


def secret_of(context: Context, kept: KeptWebspace) -> Secret | None:
    """Return what opens a webspace, None where it has to be asked for; on a worker."""
    return context.services.secrets.get(kept.secret_name)
