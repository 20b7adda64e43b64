"""The catalogue of translations and the forms of dates and numbers, one value per language.

Standard library only; every layer may import it. Source texts are English and marked where they
stand: by ``N_`` alone (translated elsewhere), or by being the first argument of ``tr``, ``trn``,
``trp`` and of a ``UserError``. The German lies in ``resources/locale``; ``make setup`` compiles
it. Languages are values that are passed on: feeds and web pages speak their reader's.
"""

import datetime as dt
import functools
import gettext
import locale
import logging
import os
import re
import sys
import unicodedata
from collections.abc import Iterator, Mapping, MutableMapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Protocol, Self

from app import resources

logger = logging.getLogger(__name__)

DOMAIN = "zimmerfrei"
SOURCE_LANGUAGE = "en"
DEFAULT_LANGUAGE = "de"
LANGUAGE_NAMES = MappingProxyType({"de": "Deutsch", "en": "English"})
"""Our languages, each by the name that it gives itself."""
LANGUAGES = tuple(LANGUAGE_NAMES)
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})


def N_(text: str) -> str:
    """Mark a text for extraction and return it as it is; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Message:
    """A marked text with its values, to be put into words by a catalogue."""

    text: str
    values: Mapping[str, object] = field(default_factory=dict)


class Tellable(Protocol):
    """What an error must have so that a catalogue can tell it: ``app.core.errors.UserError``."""

    @property
    def message(self) -> str: ...

    @property
    def values(self) -> Mapping[str, object]: ...


@dataclass(frozen=True, slots=True)
class _Forms:
    """How a language writes dates and numbers. Fields of the patterns: see ``_parts``."""

    day: str
    weekday_day: str
    near_day: str
    same_month: str
    same_year: str
    other_year: str
    month: str
    moment: str
    thousands: str


_FORMS: Mapping[str, _Forms] = MappingProxyType(
    {
        "de": _Forms(
            day="{day:02}.{month:02}.{year:04}",
            weekday_day="{weekday} {day:02}.{month:02}.{year:04}",
            near_day="{weekday} {day:02}.{month:02}.",
            same_month="{a[day]:02}.–{d[day]:02}.{d[month]:02}.{d[year]:04}",
            same_year="{a[day]:02}.{a[month]:02}.–{d[day]:02}.{d[month]:02}.{d[year]:04}",
            other_year=(
                "{a[day]:02}.{a[month]:02}.{a[year]:04}–{d[day]:02}.{d[month]:02}.{d[year]:04}"
            ),
            month="{long_month} {year:04}",
            moment="{day}, {time}",
            thousands=".",
        ),
        "en": _Forms(
            day="{day} {short_month} {year:04}",
            weekday_day="{weekday} {day} {short_month} {year:04}",
            near_day="{weekday} {day} {short_month}",
            same_month="{a[day]}–{d[day]} {d[short_month]} {d[year]:04}",
            same_year="{a[day]} {a[short_month]} – {d[day]} {d[short_month]} {d[year]:04}",
            other_year=(
                "{a[day]} {a[short_month]} {a[year]:04} – {d[day]} {d[short_month]} {d[year]:04}"
            ),
            month="{long_month} {year:04}",
            moment="{day}, {time}",
            thousands=",",
        ),
    }
)


@dataclass(frozen=True, slots=True)
class _Names:
    """What the days and months are called, Monday and January first."""

    weekdays: tuple[str, ...]
    short_months: tuple[str, ...]
    months: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The words of one language; made by :func:`catalogue` and passed on as ``texts``."""

    language: str
    _translations: gettext.NullTranslations = field(repr=False, compare=False)
    _isolates: bool = field(default=False, repr=False)
    _names: _Names = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Once: thousands of dates are written at a time.
        object.__setattr__(self, "_names", self._calendar_names())

    def for_the_screen(self) -> Self:
        """Return the same words, in which values that are written from right to left stay apart.

        A sentence that begins with such a name would be laid out from right to left as a whole,
        and the figures after it would join the name. It has invisible signs around it here
        (FIRST STRONG ISOLATE, Unicode's annex 9 §2.4): for what is shown and for nothing else.
        """
        return replace(self, _isolates=True)

    def tr(self, message: str, /, **values: object) -> str:
        """Translate a text and fill in its ``{placeholders}``.

        Dates among the values are written as :meth:`date` does, points in time as :meth:`moment`
        does, a :class:`Message` is translated; everything else comes out literally.
        """
        return self._fill(self._translations.gettext(message), values)

    def trn(self, singular: str, plural: str, n: int, /, **values: object) -> str:
        """Translate the form that suits the number ``n``, which is there as ``{n}``."""
        text = self._translations.ngettext(singular, plural, n)
        return self._fill(text, {"n": self.number(n), **values})

    def trp(self, context: str, message: str, /, **values: object) -> str:
        """Translate a text that means different things in different places."""
        return self._fill(self._translations.pgettext(context, message), values)

    def tell(self, error: Tellable) -> str:
        """Return the sentence of an error that the owner can mend."""
        return self._fill(self._translations.gettext(error.message), error.values)

    def number(self, n: int) -> str:
        """Write a whole number, thousands apart: "12.000", "12,000". Not for ports or ids."""
        return f"{n:,}".replace(",", _FORMS[self.language].thousands)

    def date(self, d: dt.date) -> str:
        """Write a day with its weekday: "Mi 14.07.2027", "Wed 14 Jul 2027"."""
        return _FORMS[self.language].weekday_day.format_map(self._parts(d))

    def short_date(self, d: dt.date, near: dt.date) -> str:
        """Write a day as :meth:`date` does, without the year where `near` lies in the same one."""
        if d.year != near.year:
            return self.date(d)
        return _FORMS[self.language].near_day.format_map(self._parts(d))

    def day(self, d: dt.date) -> str:
        """Write a day alone: "14.07.2027", "14 Jul 2027"."""
        return _FORMS[self.language].day.format_map(self._parts(d))

    def day_range(self, arrival: dt.date, departure: dt.date) -> str:
        """Write two days as briefly as they allow: "14.–21.07.2027", "28 Jun – 3 Jul 2027"."""
        forms = _FORMS[self.language]
        if arrival.year != departure.year:
            form = forms.other_year
        elif arrival.month != departure.month:
            form = forms.same_year
        else:
            form = forms.same_month
        return form.format(a=self._parts(arrival), d=self._parts(departure))

    def month(self, d: dt.date) -> str:
        """Write the month of a day: "Juli 2027", "July 2027"."""
        return _FORMS[self.language].month.format_map(self._parts(d))

    def moment(self, moment: dt.datetime) -> str:
        """Write a point in time: "14.07.2027, 09:05". One with a zone is shown in local time."""
        local = moment if moment.tzinfo is None else moment.astimezone()
        time = f"{local.hour:02}:{local.minute:02}"
        return _FORMS[self.language].moment.format(day=self.day(local), time=time)

    def weekday(self, d: dt.date) -> str:
        """Return the short name of a day's weekday: "Mi", "Wed". Never the C locale's."""
        return self._names.weekdays[d.weekday()]

    def _calendar_names(self) -> _Names:
        return _Names(
            weekdays=(
                self.trp("weekday", "Mon"),
                self.trp("weekday", "Tue"),
                self.trp("weekday", "Wed"),
                self.trp("weekday", "Thu"),
                self.trp("weekday", "Fri"),
                self.trp("weekday", "Sat"),
                self.trp("weekday", "Sun"),
            ),
            short_months=(
                self.trp("short month", "Jan"),
                self.trp("short month", "Feb"),
                self.trp("short month", "Mar"),
                self.trp("short month", "Apr"),
                self.trp("short month", "May"),
                self.trp("short month", "Jun"),
                self.trp("short month", "Jul"),
                self.trp("short month", "Aug"),
                self.trp("short month", "Sep"),
                self.trp("short month", "Oct"),
                self.trp("short month", "Nov"),
                self.trp("short month", "Dec"),
            ),
            months=(
                self.trp("month", "January"),
                self.trp("month", "February"),
                self.trp("month", "March"),
                self.trp("month", "April"),
                self.trp("month", "May"),
                self.trp("month", "June"),
                self.trp("month", "July"),
                self.trp("month", "August"),
                self.trp("month", "September"),
                self.trp("month", "October"),
                self.trp("month", "November"),
                self.trp("month", "December"),
            ),
        )

    def _parts(self, d: dt.date) -> dict[str, object]:
        return {
            "day": d.day,
            "month": d.month,
            "year": d.year,
            "weekday": self._names.weekdays[d.weekday()],
            "short_month": self._names.short_months[d.month - 1],
            "long_month": self._names.months[d.month - 1],
        }

    def _fill(self, text: str, values: Mapping[str, object]) -> str:
        return text.format_map({name: self._shown(value) for name, value in values.items()})

    def _shown(self, value: object) -> object:
        if isinstance(value, Message):
            return self._fill(self._translations.gettext(value.text), value.values)
        if isinstance(value, dt.datetime):  # before date, of which it is a kind
            return self.moment(value)
        if isinstance(value, dt.date):
            return self.date(value)
        if self._isolates and isinstance(value, str) and _is_right_to_left(value):
            return f"{ISOLATE}{value}{END_OF_ISOLATE}"
        return value


def _is_right_to_left(text: str) -> bool:
    """Tell whether a part of a text is written from right to left."""
    if text.isascii():
        return False
    return any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text)


@functools.cache
def catalogue(language: str) -> Catalogue:
    """Return the catalogue of one of :data:`LANGUAGES`.

    Without compiled translations the texts come out in English, and the log says so: the set-up
    is not complete then, which is no reason to keep an owner from the calendar.

    :raises ValueError: not one of our languages.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language!r}")
    if language == SOURCE_LANGUAGE:
        return Catalogue(language, gettext.NullTranslations())
    try:
        found = gettext.translation(DOMAIN, _locale_folder(), [language])
    except OSError as error:
        logger.warning("no compiled translations for %r, run `make setup`: %s", language, error)
        return Catalogue(language, gettext.NullTranslations())
    return Catalogue(language, found)


def use_for_gettext(language: str, environ: MutableMapping[str, str] = os.environ) -> None:
    """Let the standard gettext functions, click's own words among them, speak a language.

    Changes the process (its gettext domain and ``LANGUAGE``): for the entry point alone.
    """
    gettext.bindtextdomain(DOMAIN, _locale_folder())
    gettext.textdomain(DOMAIN)
    environ["LANGUAGE"] = language


def system_language(environ: Mapping[str, str] = os.environ) -> str:
    """Return the one of our languages that the system prefers, German where it prefers none."""
    for name in _preferred_locales(environ):
        language = re.split(r"[_.@-]", name, maxsplit=1)[0].lower()
        if language in LANGUAGES:
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


def _locale_folder() -> str:
    return str(resources.path("locale"))
