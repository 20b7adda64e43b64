"""Who may read the links, as an owner thinks of it: three choices instead of host and address."""

from __future__ import annotations

import ipaddress
from dataclasses import replace
from enum import StrEnum

from app.core.errors import UserError
from app.core.settings import HOME_NETWORK, THIS_PC_ONLY, Settings, changed
from app.core.web_address import completed, readable
from app.dataclass import dataclass


class Mode(StrEnum):
    """Who may reach the links at all."""

    THIS_PC = "this_pc"
    HOME = "home"
    PUBLIC = "public"


class AccessField(StrEnum):
    """What an owner types; its value is the key of the setting."""

    PUBLIC_URL = "public_url"
    PORT = "port"
    TRUSTED_PROXY = "trusted_proxy"


class FieldError(UserError):
    """What is wrong with one field."""

    def __init__(self, field: AccessField, error: UserError) -> None:
        super().__init__(error.message, **error.values)
        self.field = field


@dataclass(frozen=True, slots=True)
class AccessForm:
    """What stands in the form. Texts are as typed; `public_url` counts in the mode PUBLIC only, and
    is shown as owners read it.

    `proxy_elsewhere`: tunnel or proxy run on another device, so the home network must get in.
    """

    mode: Mode
    public_url: str
    proxy_elsewhere: bool
    port: str
    trusted_proxy: str

    @classmethod
    def of(cls, settings: Settings) -> AccessForm:
        """Return what `settings` mean."""
        opened = is_open(settings.host)
        private = Mode.HOME if opened else Mode.THIS_PC
        return cls(
            mode=Mode.PUBLIC if settings.public_url else private,
            public_url=readable(settings.public_url),
            proxy_elsewhere=opened,
            port=str(settings.port),
            trusted_proxy=settings.trusted_proxy,
        )

    def same_as(self, settings: Settings) -> bool:
        """Whether this says what `settings` say already."""
        stored = AccessForm.of(settings)
        mine = replace(
            self,
            public_url=_meant(self.public_url) if self.mode is Mode.PUBLIC else "",
            proxy_elsewhere=self._opens,
            port=self.port.strip(),
            trusted_proxy=self.trusted_proxy.strip(),
        )
        return mine == stored

    def applied_to(self, settings: Settings) -> Settings:
        """Return `settings` with this in them (FieldError at the first field that is wrong)."""
        if self._opens != is_open(settings.host):
            settings = replace(settings, host=HOME_NETWORK if self._opens else THIS_PC_ONLY)
        values = {
            AccessField.PUBLIC_URL: self._checked_public_url(),
            AccessField.PORT: self.port,
            AccessField.TRUSTED_PROXY: self.trusted_proxy,
        }
        for field, text in values.items():
            try:
                settings = changed(settings, field.value, text)
            except UserError as error:
                raise FieldError(field, error) from error
        return settings

    @property
    def _opens(self) -> bool:
        return self.mode is Mode.HOME or (self.mode is Mode.PUBLIC and self.proxy_elsewhere)

    def _checked_public_url(self) -> str:
        if self.mode is not Mode.PUBLIC:
            return ""
        if not self.public_url.strip():
            missing = UserError(
                "Please enter the address under which your tunnel or proxy is reached, such as "
                "https://calendar.example.org."
            )
            raise FieldError(AccessField.PUBLIC_URL, missing)
        return self.public_url


def _meant(public_url: str) -> str:
    """What is typed as it would be shown once it holds; as it is where it cannot hold."""
    try:
        return readable(completed(public_url))
    except UserError:
        return public_url.strip()


def is_open(host: str) -> bool:
    """Whether other computers get in where the server listens on `host`."""
    if host == "localhost":
        return False
    try:
        return not ipaddress.ip_address(host).is_loopback
    except ValueError:
        return True
