"""Which language the system prefers, and telling the standard gettext functions of it."""

import gettext
import logging
import os
import re
import sys
from collections.abc import Iterator, Mapping, MutableMapping

from app.i18n.catalogue import DOMAIN, locale_folder
from app.i18n.language import DEFAULT_LANGUAGE, WINDOW_LANGUAGES

logger = logging.getLogger(__name__)


def use_for_gettext(language: str, environ: MutableMapping[str, str] = os.environ) -> None:
    """Let the standard gettext functions, click's own words among them, speak a language.

    Changes the process (its gettext domain and ``LANGUAGE``): for the entry point alone.
    """
    gettext.bindtextdomain(DOMAIN, locale_folder())
    gettext.textdomain(DOMAIN)
    environ["LANGUAGE"] = language


def system_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the one of our languages that the system prefers, German where it prefers none."""
    for name in _preferred_locales(environ):
        language = re.split(r"[_.@-]", name, maxsplit=1)[0].lower()
        if language in WINDOW_LANGUAGES:
            return language
    return DEFAULT_LANGUAGE


def _preferred_locales(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield locale names, best first: LANGUAGE is a list, of the others the first one counts."""
    yield from environ.get("LANGUAGE", "").split(":")
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if environ.get(variable):
            yield environ[variable]
            return
    yield from _desktop_locales()


def _desktop_locales() -> list[str]:
    """Return what the desktop is set to, on the systems that do not say it in the environment."""
    names: list[str] = []
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 -- windll exists on this system only

        identifier = ctypes.windll.kernel32.GetUserDefaultUILanguage()
        import locale  # noqa: PLC0415 -- as above

        names.append(locale.windows_locale.get(identifier, ""))
    elif sys.platform == "darwin":
        import subprocess  # noqa: PLC0415 -- every start would pay for it

        # Started from the Finder a program gets no LANG. The answer is a list: ("de-DE", "en-US")
        command = ["/usr/bin/defaults", "read", "-g", "AppleLanguages"]
        try:
            answer = subprocess.run(  # noqa: S603 -- a fixed command
                command, capture_output=True, text=True, timeout=5, check=True
            )
        except (OSError, subprocess.SubprocessError) as error:
            logger.info("the desktop's language is unknown: %s", error)
        else:
            names.extend(re.findall(r"[A-Za-z]+(?:-[A-Za-z]+)*", answer.stdout))
    return names
