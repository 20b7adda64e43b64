"""Storage that speaks S3, by obstore: Cloudflare R2, Backblaze B2, MinIO and others.

Whatever is put there appears whole or not at all, so there is no temporary name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from app.core.publishing import faults, web_faults
from app.core.publishing.apache.content import content_type
from app.core.publishing.faults import WebspaceError
from app.core.publishing.setup.folder_names import folder_names
from app.core.publishing.webspace import Secret, Webspace
from app.services.publishing.webspaces.network import limits
from app.services.publishing.webspaces.network.web_requests import safe_address

if TYPE_CHECKING:
    from obstore.store import ClientConfig, S3Config, S3Credential, S3Store

_SPEAKS = "S3"
_REGION_IN_NAME = re.compile(r"(?:^|\.)s3[.-]([a-z]{2,}(?:-[a-z]+)*-[0-9]+)\.")
"""As in s3.eu-central-1.amazonaws.com, s3.us-west-004.backblazeb2.com."""
_BUCKET = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|\.(?!\.))*")
_NO_REGIONS = ".r2.cloudflarestorage.com"
_USUAL_REGION = "us-east-1"
_WANTED_REGION = re.compile(r"<Region>([a-z0-9-]+)</Region>|expecting '([a-z0-9-]+)'")

# What obstore raises holds the server's answer, and the names of what went wrong in its library.
_CODE = re.compile(r"<Code>(\w+)</Code>")
_STATUS = re.compile(r"\bstatus: ([0-9]{3})\b")
_CERTIFICATE = re.compile(r"InvalidCertificate\(\s*(\w+)")
_UNKNOWN_KEY = {"InvalidAccessKeyId", "InvalidAccessKey", "InvalidTokenId"}
_WRONG_CLOCK = {"RequestTimeTooSkewed", "RequestExpired"}
_NO_BUCKET = {"NoSuchBucket", "InvalidBucketName"}
_DENIED = {"AccessDenied", "AllAccessDisabled", "AccountProblem", "NotSignedUp"}
_FULL = re.compile(r"StorageFull|QuotaExceeded|InsufficientStorage|InsufficientCapacity")


@contextmanager
def opened(webspace: Webspace, secret: Secret) -> Iterator[S3Connection]:
    """Sign in, and look into the bucket."""
    bucket, prefix = _bucket_of(webspace.folder)
    try:
        import obstore  # noqa: F401, PLC0415  # an extra, and only for whom it is
    except ImportError as error:
        raise web_faults.s3_missing() from error
    endpoint = safe_address(webspace.host)
    if not secret.password:
        raise faults.secret_missing(urlsplit(endpoint).hostname or endpoint)
    if not webspace.user.isprintable():
        raise web_faults.access_key_refused(urlsplit(endpoint).hostname or "", webspace.user)
    region = _region(urlsplit(endpoint).hostname or "")
    space = S3Connection(webspace, secret, endpoint, bucket, prefix, region)
    wanted = space.wanted_region()
    if wanted != region:
        space = S3Connection(webspace, secret, endpoint, bucket, prefix, wanted)
        space.names()
    yield space


def _bucket_of(folder: str) -> tuple[str, str]:
    """Return the bucket, and what names begin with there.

    The library takes any text for a bucket, and breaks down over some.
    """
    names = folder_names(folder)
    if not names:
        raise web_faults.bucket_unnamed()
    if not _BUCKET.fullmatch(names[0]):
        raise web_faults.bucket_missing(names[0])
    return names[0], "/".join(names[1:])


def _region(host: str) -> str:
    """Return what a server's name tells of its region; most others take the usual one for any."""
    found = _REGION_IN_NAME.search(host)
    if found:
        return found[1]
    return "auto" if host.endswith(_NO_REGIONS) else _USUAL_REGION


class S3Connection:
    """A bucket, or a part of one: ``app.services.publishing.webspaces.connection.Connection``."""

    identity = ""

    def __init__(
        self,
        webspace: Webspace,
        secret: Secret,
        endpoint: str,
        bucket: str,
        prefix: str,
        region: str,
    ) -> None:
        from obstore.store import S3Store  # noqa: PLC0415

        self._webspace = webspace
        self._host = urlsplit(endpoint).hostname or endpoint
        self._bucket = bucket
        self._region = region
        self._store: S3Store = S3Store(
            bucket,
            prefix=prefix or None,
            config=_only_what_is_said(endpoint, region),
            client_options=_client(endpoint),
            # Who publishes tries again, and knows for how long.
            retry_config={"max_retries": 0},
            credential_provider=_credentials(webspace, secret),
        )

    def wanted_region(self) -> str:
        """Return as which region the server wants to be asked: its refusal of another tells."""
        import obstore  # noqa: PLC0415

        try:
            obstore.list_with_delimiter(self._store)
        except (obstore.exceptions.BaseError, OSError) as error:
            if found := _WANTED_REGION.search(str(error)):
                return str(found[1] or found[2])
            raise self._fault(error) from None
        return self._region

    def put(self, name: str, body: bytes) -> None:
        import obstore  # noqa: PLC0415

        try:
            obstore.put(
                self._store,
                name,
                body,
                use_multipart=False,
                attributes={"Content-Type": content_type(name), "Cache-Control": "no-cache"},
            )
        except (obstore.exceptions.BaseError, OSError) as error:
            raise self._fault(error) from None

    def get(self, name: str) -> bytes | None:
        import obstore  # noqa: PLC0415

        try:
            found = obstore.get(self._store, name)
            if found.meta["size"] > limits.LARGEST:
                raise faults.other_protocol(self._host, _SPEAKS)
            return bytes(found.bytes())
        except (obstore.exceptions.BaseError, OSError) as error:
            if _code(error) == "NoSuchKey" or _is_missing(error):
                return None
            raise self._fault(error, faults.not_readable) from None

    def delete(self, name: str) -> None:
        import obstore  # noqa: PLC0415

        try:
            obstore.delete(self._store, name)
        except (obstore.exceptions.BaseError, OSError) as error:
            if _code(error) != "NoSuchKey" and not _is_missing(error):
                raise self._fault(error, faults.not_deletable) from None

    def names(self) -> list[str]:
        import obstore  # noqa: PLC0415

        try:
            found = obstore.list_with_delimiter(self._store)
        except (obstore.exceptions.BaseError, OSError) as error:
            raise self._fault(error) from None
        return [each["path"].rpartition("/")[2] for each in found["objects"]]

    def _fault(
        self, error: Exception, forbidden: Callable[[str], WebspaceError] = faults.not_permitted
    ) -> WebspaceError:
        """Return what a fault of the library means; its own text names access keys.

        `forbidden` says what was not allowed.
        """
        code, text = _code(error), str(error)
        status = int(found[1]) if (found := _STATUS.search(text)) else 0
        if status or code:
            return self._refusal(code, status, forbidden)
        if found := _CERTIFICATE.search(text):
            return _certificate_fault(self._host, found[1])
        if "dns error" in text:
            return faults.host_unknown(self._host)
        if "InvalidListResponse" in text:
            return faults.other_protocol(self._host, _SPEAKS)
        if "InvalidMessage" in text or "InvalidContentType" in text:
            return faults.other_protocol(self._host, "https")
        if "kind: Timeout" in text:
            return faults.too_slow(self._host)
        if "kind: Connect" in text:
            return faults.no_answer(self._host)
        return faults.broken_off(self._host)

    def _refusal(
        self, code: str, status: int, forbidden: Callable[[str], WebspaceError]
    ) -> WebspaceError:
        host, user = self._host, self._webspace.user
        if code in _NO_BUCKET:
            return web_faults.bucket_missing(self._bucket)
        if code in _UNKNOWN_KEY:
            return web_faults.access_key_refused(host, user)
        if code == "SignatureDoesNotMatch":
            return web_faults.secret_key_refused(host, user)
        if code in _WRONG_CLOCK:
            return web_faults.clock_refused(host)
        if status == 507 or _FULL.search(code):
            return faults.full(host)
        if status == 429 or status >= 500:
            return web_faults.in_trouble(host, code or str(status))
        if code in _DENIED or status == 403:
            return forbidden(self._webspace.folder)
        if status == 401:
            return faults.sign_in_refused(host, user)
        if not code:
            # A web server that knows nothing of S3, or what stands in between.
            return faults.other_protocol(host, _SPEAKS)
        return faults.refused(host, code)


def _credentials(webspace: Webspace, secret: Secret) -> Callable[[], S3Credential]:
    def told() -> S3Credential:
        return {
            "access_key_id": webspace.user,
            "secret_access_key": secret.password,
            "token": None,
            "expires_at": None,
        }

    return told


def _only_what_is_said(endpoint: str, region: str) -> S3Config:
    """Return settings that leave nothing to AWS_… variables, which are another program's."""
    return {
        "endpoint": endpoint,
        "aws_endpoint_url_s3": endpoint,
        "region": region,
        "virtual_hosted_style_request": False,
        "skip_signature": False,
        "request_payer": False,
        "unsigned_payload": False,
        "s3_express": False,
        # Not every S3 knows how to delete several at once.
        "disable_bulk_delete": True,
    }


def _client(endpoint: str) -> ClientConfig:
    return {
        "allow_http": endpoint.startswith("http:"),
        "allow_invalid_certificates": False,
        "connect_timeout": timedelta(seconds=limits.CONNECT_SECONDS),
        "read_timeout": timedelta(seconds=limits.ANSWER_SECONDS),
        "timeout": timedelta(seconds=limits.seconds_for(limits.LARGEST)),
        "user_agent": "Zimmerfrei",
    }


def _code(error: Exception) -> str:
    found = _CODE.search(str(error))
    return found[1] if found else ""


def _is_missing(error: Exception) -> bool:
    """Tell whether there is no such file. A missing bucket is another matter."""
    return isinstance(error, FileNotFoundError) and not _code(error)


def _certificate_fault(host: str, reason: str) -> WebspaceError:
    if reason.startswith("Expired"):
        return faults.certificate_expired(host)
    if reason.startswith("NotValidForName"):
        return faults.certificate_of_another(host)
    if reason == "UnknownIssuer":
        return faults.certificate_unknown(host)
    return faults.certificate_refused(host, reason)
