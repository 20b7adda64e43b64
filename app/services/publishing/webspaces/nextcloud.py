"""A Nextcloud (30 or newer): WebDAV for the files, its sharing for the address that all may read.

Facts of its own programming interfaces: the OCS Share API and the capabilities of files_sharing.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import cast
from urllib.parse import quote, urlencode

from app.core.publishing import faults, web_faults
from app.core.publishing.setup.folder_names import folder_names
from app.core.publishing.webspace import Secret, Webspace
from app.services.publishing.webspaces import webdav
from app.services.publishing.webspaces.network.web_requests import Answer, WebRequests, safe_address

_SPEAKS = "Nextcloud"
_ASK = {"OCS-APIRequest": "true", "Accept": "application/json"}
_FORM = {**_ASK, "Content-Type": "application/x-www-form-urlencoded"}
_SHARES = "/ocs/v2.php/apps/files_sharing/api/v1/shares"
_PUBLIC_LINK, _READ = 3, 1
_FIRST_VERSION = 30
"""From then on files of a public link are read at an address of their own."""
_BEHIND_START = re.compile(
    r"/(?:index\.php|remote\.php|public\.php|ocs|apps|login|s|f|status\.php)(?:[/?#].*)?$"
)
"""What stands behind the start page in addresses that people copy from their browser."""

_Json = Mapping[str, object]


@contextmanager
def opened(webspace: Webspace, secret: Secret) -> Iterator[webdav.WebdavConnection]:
    """Sign in, and make the folder where it is missing."""
    with _requests(webspace, secret) as requests:
        yield _files(requests, webspace)


def shared(webspace: Webspace, secret: Secret) -> Webspace:
    """Share the folder by a public link, and return the webspace with that and its address.

    A link that is there already is taken, first of all the one that is known: addresses stay.

    Raises:
        WebspaceError: what forbids it.
    """
    with _requests(webspace, secret) as requests:
        _files(requests, webspace)
        path = "/" + "/".join(folder_names(webspace.folder))
        share = _share_there(requests, path, webspace.share) or _new_share(requests, path)
        address = f"{requests.address}/public.php/dav/files/{quote(share, safe='')}"
        return dataclasses.replace(webspace, share=share, address=address)


def start_page(typed: str) -> str:
    """Return the address of a Nextcloud's start page, of any address in it."""
    return _BEHIND_START.sub("", safe_address(typed.partition("?")[0].partition("#")[0]))


def _requests(webspace: Webspace, secret: Secret) -> WebRequests:
    return WebRequests(start_page(webspace.host), webspace.user, secret, speaks=_SPEAKS)


def _files(requests: WebRequests, webspace: Webspace) -> webdav.WebdavConnection:
    """Return the folder. Its address holds the user's id, which may differ from what signs in."""
    answer = _ocs(requests, "GET", "/ocs/v2.php/cloud/user")
    if answer.status == 401:
        # Its WebDAV says why, where it takes no passwords but those made for a program.
        answer = requests.ask("PROPFIND", f"{requests.address}/remote.php/dav/")
        raise webdav.refusal(requests, answer, webspace.folder)
    user = _object(_data(requests, answer, webspace.folder)).get("id")
    if not isinstance(user, str) or not user:
        raise faults.other_protocol(requests.host, _SPEAKS)
    base = f"{requests.address}/remote.php/dav/files/{quote(user, safe='')}"
    return webdav.connected(requests, base, webspace.folder)


def _share_there(requests: WebRequests, path: str, known: str) -> str:
    """Return the token of a public link of the folder that everybody can read for ever, or ""."""
    answer = _ocs(requests, "GET", f"{_SHARES}?{urlencode({'path': path})}")
    if answer.status in {403, 404}:
        # Sharing is off; why is looked up before one is made.
        return ""
    data = _data(requests, answer, path)
    tokens = [
        str(share["token"])
        for share in cast("list[object]", data if isinstance(data, list) else [])
        if isinstance(share, dict) and _is_open(share)
    ]
    return known if known in tokens else next(iter(tokens), "")


def _is_open(share: _Json) -> bool:
    return (
        share.get("share_type") == _PUBLIC_LINK
        and bool(share.get("token"))
        and not share.get("password")
        and not share.get("expiration")
        and not share.get("hide_download")
        and _readable(share)
    )


def _readable(share: _Json) -> bool:
    permissions = share.get("permissions")
    return isinstance(permissions, int) and bool(permissions & _READ)


def _new_share(requests: WebRequests, path: str) -> str:
    """Share the folder, read only, and return the token.

    The end of the link is given as empty: else a Nextcloud sets the one that is usual there.
    """
    _check_allowed(requests)
    wanted = {
        "path": path,
        "shareType": _PUBLIC_LINK,
        "permissions": _READ,
        "expireDate": "",
        "label": "Zimmerfrei",
    }
    answer = _ocs(requests, "POST", _SHARES, urlencode(wanted).encode())
    if answer.status in {400, 403, 404}:
        raise web_faults.share_refused(requests.host, path)
    share = _object(_data(requests, answer, path))
    if not _is_open(share):
        if "id" in share:
            _ocs(requests, "DELETE", f"{_SHARES}/{quote(str(share['id']), safe='')}")
        if share.get("password"):
            raise web_faults.share_needs_password(requests.host)
        if share.get("expiration"):
            raise web_faults.share_expires(requests.host, _day(share["expiration"]))
        raise web_faults.share_refused(requests.host, path)
    return str(share["token"])


def _check_allowed(requests: WebRequests) -> None:
    """Look whether this Nextcloud is new enough, and what it allows.

    Its refusals would tell only in words of the user's language.
    """
    told = _object(_asked(requests, "GET", "/ocs/v2.php/cloud/capabilities", ""))
    version = _object(told.get("version"))
    major = version.get("major")
    if isinstance(major, int) and major < _FIRST_VERSION:
        raise web_faults.nextcloud_too_old(requests.host, str(version.get("string") or major))
    sharing = _object(_object(told.get("capabilities")).get("files_sharing"))
    public = _object(sharing.get("public"))
    if not sharing.get("api_enabled") or not public.get("enabled"):
        raise web_faults.shares_forbidden(requests.host)
    if _object(public.get("password")).get("enforced"):
        raise web_faults.share_needs_password(requests.host)
    if _object(public.get("expire_date")).get("enforced"):
        raise web_faults.share_expires(requests.host, None)


def _ocs(requests: WebRequests, method: str, path: str, body: bytes | None = None) -> Answer:
    joined = "&" if "?" in path else "?"
    headers = _ASK if body is None else _FORM
    return requests.ask(
        method, f"{requests.address}{path}{joined}format=json", headers=headers, body=body
    )


def _asked(requests: WebRequests, method: str, path: str, folder: str) -> object:
    return _data(requests, _ocs(requests, method, path), folder)


def _data(requests: WebRequests, answer: Answer, folder: str) -> object:
    """Return what an answer of OCS is about."""
    if answer.status == 404:
        raise faults.other_protocol(requests.host, _SPEAKS)
    if answer.status != 200:
        raise webdav.refusal(requests, answer, folder)
    try:
        told = json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise faults.other_protocol(requests.host, _SPEAKS) from error
    if "ocs" not in _object(told):
        raise faults.other_protocol(requests.host, _SPEAKS)
    return _object(_object(told)["ocs"]).get("data")


def _object(value: object) -> _Json:
    return cast("_Json", value) if isinstance(value, dict) else {}


def _day(text: object) -> date | None:
    try:
        return date.fromisoformat(str(text)[:10])
    except ValueError:
        return None
