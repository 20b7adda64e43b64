"""An invitation is exchanged for a key, once, and nothing is lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

import pytest

from app.core.publishing.faults import Step, WebspaceError
from app.core.publishing.relay.invitation import Invitation
from app.core.publishing.relay.protocol import is_secret, new_secret
from app.core.publishing.setup.trial import StepResult, StepState
from app.core.publishing.webspace import Secret, WebspaceKind
from app.services.publishing.keeping.secrets import Keeping
from app.services.publishing.relay.joining import Welcome
from app.services.services import Services
from tests.services.publishing.webspaces.servers.relays import OWNER, Service
from tests.services.publishing.webspaces.servers.waitresses import served

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

WELCOME = Welcome(OWNER, "Tourismusverein Seeblick", 50)


def test_who_invites_is_told_and_nothing_is_used_up(services: Services, there: Service) -> None:
    invitation = there.invite()
    assert services.joining.look(invitation) == WELCOME
    assert services.joining.look(invitation) == WELCOME
    assert services.joining.accept(invitation, Keeping.ASK).welcome == WELCOME


def test_the_key_is_made_here_and_opens_the_access(services: Services, there: Service) -> None:
    joined = services.joining.accept(there.invite(), Keeping.ASK)
    assert is_secret(joined.secret.password)
    assert there.knows(joined.secret)
    space = joined.webspace
    assert (space.kind, space.host, space.user) == (WebspaceKind.RELAY, there.address, OWNER)
    assert space.php, "readers are always counted"
    assert joined.secret.password not in repr(joined)


def test_each_step_is_told(services: Services, there: Service) -> None:
    invitation = there.invite()
    told: list[StepResult] = []
    services.joining.accept(invitation, Keeping.ASK, told.append)
    services.joining.done(invitation, told.append)
    done = [one.step for one in told if one.state is StepState.DONE]
    assert done == [Step.CONNECT, Step.SIGN_IN, Step.WRITE]


def test_what_broke_off_is_taken_up_with_the_same_key(services: Services, there: Service) -> None:
    invitation = there.invite()
    first = services.joining.accept(invitation, Keeping.FILE)
    # The program has ended here, before anything was set up.
    assert services.joining.look(invitation) == WELCOME
    again = services.joining.accept(invitation, Keeping.FILE)
    assert again.secret == first.secret
    services.joining.done(invitation)
    with pytest.raises(WebspaceError, match="used already"):
        services.joining.accept(invitation, Keeping.FILE)


def test_what_another_computer_has_used_is_used(services: Services, there: Service) -> None:
    invitation = there.invite()
    there.relay.accepting.accept(invitation.secret, new_secret(), "elsewhere")
    for act in (services.joining.look, _accept(services)):
        with pytest.raises(WebspaceError, match="used already"):
            act(invitation)


def test_one_that_has_expired_says_so(services: Services, there: Service) -> None:
    invitation = there.invite(days=1)
    with there.relay.store.engine.write():
        there.relay.store.engine.run("UPDATE invitation SET expires_at = 0")
    for act in (services.joining.look, _accept(services)):
        with pytest.raises(WebspaceError, match="expired"):
            act(invitation)


def test_one_of_nobody_is_not_known(services: Services, there: Service) -> None:
    foreign = Invitation(there.address, new_secret())
    for act in (services.joining.look, _accept(services)):
        with pytest.raises(WebspaceError, match="does not know this invitation"):
            act(foreign)


def test_one_that_was_withdrawn_opens_nothing(services: Services, there: Service) -> None:
    invitation = there.invite()
    there.relay.hosting.revoke(OWNER)
    with pytest.raises(WebspaceError):
        services.joining.accept(invitation, Keeping.ASK)


def test_nobody_answers(services: Services) -> None:
    with served(_saying(b"")) as port:
        pass
    with pytest.raises(WebspaceError) as caught:
        services.joining.look(Invitation(f"http://127.0.0.1:{port}", new_secret()))
    assert caught.value.passing


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<h1>Willkommen im WLAN</h1>",
        b"[]",
        b"{}",
        b'{"name": 1, "operator": "", "links": 3}',
        b'{"name": "a", "operator": "", "links": true}',
        b'{"name": "a", "operator": "", "links": "3"}',
        b'{"name": "%s", "operator": "", "links": 3}' % (b"a" * 500),
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
@pytest.mark.parametrize("status", ["200 OK", "404 Not Found", "418 Teapot"])
def test_who_answers_something_else_is_no_service(
    services: Services, body: bytes, status: str
) -> None:
    with served(_saying(body, status)) as port:
        invitation = Invitation(f"http://127.0.0.1:{port}", new_secret())
        with pytest.raises(WebspaceError, match="as no calendar service"):
            services.joining.look(invitation)


def test_the_secret_is_sent_to_nobody_by_http(services: Services) -> None:
    with pytest.raises(WebspaceError, match="https"):
        services.joining.look(Invitation("http://kalender.example", new_secret()))


def test_where_it_leads_on_to_it_is_not_sent(services: Services, there: Service) -> None:
    with served(_saying(b"", "302 Found", [("Location", f"{there.address}/x")])) as port:
        invitation = Invitation(f"http://127.0.0.1:{port}", there.invite().secret)
        with pytest.raises(WebspaceError):
            services.joining.accept(invitation, Keeping.ASK)
    assert there.relay.hosting.owner(OWNER).account.accepted_at is None


def test_a_key_of_the_environment_that_is_none_is_never_sent(
    services: Services, there: Service
) -> None:
    joined = services.joining.accept(there.invite(), Keeping.ASK)
    kept = services.publishing.set_up(joined.webspace, Secret(password="geheim"), Keeping.ASK)
    services.units.first_house("Haus", ["1"])
    services.links.enable_all()
    with pytest.raises(WebspaceError, match="does not know the key"):
        services.publishing.run()
    assert services.publishing.current() == kept


def _accept(services: Services) -> Callable[[Invitation], object]:
    return lambda invitation: services.joining.accept(invitation, Keeping.ASK)


def _saying(
    body: bytes, status: str = "200 OK", headers: Iterable[tuple[str, str]] = ()
) -> Callable[[WSGIEnvironment, StartResponse], list[bytes]]:
    def answer(_: WSGIEnvironment, start: StartResponse) -> list[bytes]:
        start(status, [("Content-Length", str(len(body))), *headers])
        return [body]

    return answer
