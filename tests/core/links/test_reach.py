"""What links begin with, and who can read an address."""

from __future__ import annotations

import pytest

from app.core.links.reach import Reach, base_url, reach
from app.core.settings import Settings


@pytest.mark.parametrize(
    ("settings", "base"),
    [
        (Settings(), "http://127.0.0.1:8642"),
        (Settings(host="::1", port=9000), "http://[::1]:9000"),
        (Settings(host="0.0.0.0"), "http://192.168.178.20:8642"),
        (Settings(host="::"), "http://192.168.178.20:8642"),
        (Settings(host="nas.local"), "http://nas.local:8642"),
        (Settings(host="0.0.0.0", public_url="https://haus.example"), "https://haus.example"),
    ],
)
def test_links_begin_with_the_public_address_else_with_host_and_port(
    settings: Settings, base: str
) -> None:
    assert base_url(settings, "192.168.178.20") == base


@pytest.mark.parametrize(
    ("base", "who"),
    [
        ("http://127.0.0.1:8642", Reach.THIS_PC),
        ("http://127.1.2.3:8642", Reach.THIS_PC),
        ("http://[::1]:8642", Reach.THIS_PC),
        ("http://[::ffff:127.0.0.1]:8642", Reach.THIS_PC),
        ("http://localhost:8642", Reach.THIS_PC),
        ("http://LOCALHOST.:8642", Reach.THIS_PC),
        ("http://192.168.178.20:8642", Reach.HOME),
        ("http://10.0.0.2:8642", Reach.HOME),
        ("http://172.16.0.9:8642", Reach.HOME),
        ("http://169.254.7.7:8642", Reach.HOME),
        ("http://100.64.0.1:8642", Reach.HOME),
        ("http://[fe80::1]:8642", Reach.HOME),
        ("http://[fd00::20]:8642", Reach.HOME),
        ("http://[::ffff:192.168.0.2]:8642", Reach.HOME),
        ("http://nas:8642", Reach.HOME),
        ("http://nas.local:8642", Reach.HOME),
        ("http://nas.fritz.box:8642", Reach.HOME),
        ("https://nas.home.arpa", Reach.HOME),
        ("https://kalender.haus-seeblick.example", Reach.EVERYWHERE),
        ("https://8.8.8.8", Reach.EVERYWHERE),
        ("https://[2a00:1450:4001::1]", Reach.EVERYWHERE),
        ("https://local.example", Reach.EVERYWHERE),
    ],
)
def test_the_address_itself_tells_who_can_read_it(base: str, who: Reach) -> None:
    assert reach(base) is who
