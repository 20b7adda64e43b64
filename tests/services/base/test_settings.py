"""What an owner sets, kept in the database."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from app.core.errors import UserError
from app.core.settings import Settings
from app.services.services import Services
from app.storage.tables.settings import SettingTable

ExpectLog = Callable[[str, str], None]


def test_without_any_the_usual_ones_hold(services: Services) -> None:
    assert services.settings.get() == Settings()


def test_what_is_set_is_kept_and_the_rest_stays(services: Services) -> None:
    services.settings.set("public_url", "https://haus.example/")
    services.settings.set("port", "9000")
    assert services.settings.get() == Settings(public_url="https://haus.example", port=9000)
    services.settings.set("public_url", "")
    assert services.settings.get() == Settings(port=9000)


def test_what_cannot_be_is_refused_and_nothing_is_kept(services: Services) -> None:
    services.settings.set("port", "9000")
    with pytest.raises(UserError, match="is no usable port"):
        services.settings.set("port", "80")
    with pytest.raises(UserError, match="is no web address"):
        services.settings.change(Settings(), Settings(port=9001, public_url="haus"))
    assert services.settings.get() == Settings(port=9000)


def test_all_are_changed_at_once(services: Services) -> None:
    wanted = Settings("0.0.0.0", 9000, "https://haus.example", "en", "127.0.0.1")
    assert services.settings.change(Settings(), wanted) == wanted
    assert services.settings.get() == wanted


def test_what_somebody_else_has_set_since_it_was_seen_stays(services: Services) -> None:
    services.settings.set("port", "9000")
    seen = services.settings.get()
    services.settings.set("language", "en")
    services.settings.set("port", "9001")
    changed = services.settings.change(seen, replace(seen, public_url="https://haus.example"))
    assert changed == services.settings.get()
    assert changed == Settings(port=9001, public_url="https://haus.example", language="en")


def test_a_stored_value_that_cannot_be_is_not_used_and_said_in_the_log(
    services: Services, expect_log: ExpectLog
) -> None:
    with services.database.write():
        SettingTable(services.database).set({"port": "eighty", "host": "0.0.0.0"})
    expect_log("app.services.base.settings", "the stored setting port is not used")
    assert services.settings.get() == Settings(host="0.0.0.0")
    assert services.settings.set("port", "8642") == Settings(host="0.0.0.0")
    with services.database.read():
        assert SettingTable(services.database).all() == {"port": "8642", "host": "0.0.0.0"}
