"""What can go wrong with webspaces that speak HTTP: WebDAV, Nextcloud, S3."""

from __future__ import annotations

from datetime import date

from app.core.publishing.faults import Step, WebspaceError


def no_address(typed: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "“{url}” is no web address. It must look like https://calendar.example.org, without a "
        "question mark or password.",
        url=typed,
    )


def sent_in_the_clear(host: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} would be reached by http, and everybody on the way could read the password. "
        "Please enter its address with https://.",
        host=host,
    )


def leads_elsewhere(host: str, target: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} leads on to {target}. The password is never sent on by itself: if that is the "
        "right place, please enter that address.",
        host=host,
        target=target,
    )


def in_trouble(host: str, answer: str) -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "{host} has trouble of its own at the moment ({answer}). It is tried again by itself.",
        passing=True,
        host=host,
        answer=answer,
    )


def locked(name: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "Another program has locked “{name}” on the webspace. It is tried again by itself.",
        passing=True,
        name=name,
    )


def app_password_needed(host: str, user: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "{host} does not take the usual password of “{user}” from programs (two-factor sign-in). "
        "Please make an app password there, under Settings, Security, and enter that.",
        host=host,
        user=user,
    )


def shares_forbidden(host: str) -> WebspaceError:
    return WebspaceError(
        Step.PUBLIC,
        "{host} does not allow public links, so nobody could read the calendars there. Please ask "
        "whoever runs it to allow them, or choose another webspace.",
        host=host,
    )


def share_needs_password(host: str) -> WebspaceError:
    return WebspaceError(
        Step.PUBLIC,
        "{host} demands a password for each public link, and portals cannot enter one. Please ask "
        "whoever runs it to lift that, or choose another webspace.",
        host=host,
    )


def share_expires(host: str, until: date | None) -> WebspaceError:
    """`until`: the day on which it would end, where that is known."""
    if until is None:
        return WebspaceError(
            Step.PUBLIC,
            "{host} lets every public link expire, and calendars have to stay readable. Please ask "
            "whoever runs it to lift that, or choose another webspace.",
            host=host,
        )
    return WebspaceError(
        Step.PUBLIC,
        "{host} lets the public link expire on {until}, and calendars have to stay readable. "
        "Please ask whoever runs it to lift that, or choose another webspace.",
        host=host,
        until=until,
    )


def share_refused(host: str, folder: str) -> WebspaceError:
    return WebspaceError(
        Step.PUBLIC,
        "{host} did not share the folder “{folder}”. Please check that you may share it there.",
        host=host,
        folder=folder,
    )


def nextcloud_too_old(host: str, version: str) -> WebspaceError:
    return WebspaceError(
        Step.PUBLIC,
        "{host} runs version {version}, but files of a public link have an address of their own "
        "from Nextcloud 30 on. Please have it updated, or choose another webspace.",
        host=host,
        version=version,
    )


def bucket_missing(bucket: str) -> WebspaceError:
    return WebspaceError(
        Step.WRITE,
        "There is no bucket “{bucket}”. Please check its name, or make it at your hoster.",
        bucket=bucket,
    )


def bucket_unnamed() -> WebspaceError:
    return WebspaceError(
        Step.WRITE, "Please enter the name of the bucket as folder, as in “my-bucket/calendars”."
    )


def access_key_refused(host: str, user: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "{host} refused the access key “{user}”: it is not known there.",
        host=host,
        user=user,
    )


def secret_key_refused(host: str, user: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "{host} refused the secret key of the access key “{user}”. Please check it.",
        host=host,
        user=user,
    )


def clock_refused(host: str) -> WebspaceError:
    return WebspaceError(
        Step.SIGN_IN,
        "The clock of this computer is too far from that of {host}, so it refused to sign in. "
        "Please set date and time.",
        host=host,
    )


def s3_missing() -> WebspaceError:
    return WebspaceError(
        Step.CONNECT,
        "The part of the program that speaks S3 is not installed. Install it with “pip install "
        "zimmerfrei[s3]”, or choose another kind of webspace.",
    )


def htaccess_unheeded() -> WebspaceError:
    return WebspaceError(
        Step.PUBLIC,
        "The file .htaccess changes nothing there, or must not, so it was taken back. Please ask "
        "your hoster to do it: serve .ics files as text/calendar, and show no list of the folder.",
    )
