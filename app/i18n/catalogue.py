"""The catalogue of translations: texts, dates and numbers in one language.

Source texts are English and marked where they stand: by ``N_`` alone (translated elsewhere), or by
being the first argument of ``tr``, ``trn``, ``trp`` and of a ``UserError``. The translations lie in
``resources/locale``; ``make setup`` compiles them. Languages are values that are passed on: feeds
and web pages speak their reader's.
"""

import datetime as dt
import functools
import gettext
import logging
import unicodedata
from collections.abc import Mapping
from dataclasses import field, replace
from typing import Protocol, Self

from app import resources
from app.dataclass import dataclass
from app.i18n.compiled import compiled_texts
from app.i18n.language import LANGUAGES, SOURCE_LANGUAGE, Language

logger = logging.getLogger(__name__)

DOMAIN = "zimmerfrei"
ISOLATE, END_OF_ISOLATE = "\u2068", "\u2069"
_RIGHT_TO_LEFT = frozenset({"R", "AL", "AN", "RLE", "RLO", "RLI"})


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
class Catalogue:
    """The words of one language; made by :func:`catalogue` and passed on as ``texts``."""

    language: Language
    _translations: gettext.NullTranslations = field(repr=False, compare=False)
    _isolates: bool = field(default=False, repr=False)

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
        return f"{n:,}".replace(",", self.language.thousands)

    def date(self, d: dt.date) -> str:
        """Write a day with its weekday: "Mi 14.07.2027", "Wed 14 Jul 2027"."""
        return self.language.forms.weekday_day.format_map(self._parts(d))

    def short_date(self, d: dt.date, near: dt.date) -> str:
        """Write a day as :meth:`date` does, without the year where `near` lies in the same one."""
        if d.year != near.year:
            return self.date(d)
        return self.language.forms.near_day.format_map(self._parts(d))

    def day(self, d: dt.date) -> str:
        """Write a day alone: "14.07.2027", "14 Jul 2027"."""
        return self.language.forms.day.format_map(self._parts(d))

    def day_range(self, arrival: dt.date, departure: dt.date) -> str:
        """Write two days as briefly as they allow: "14.–21.07.2027", "28 Jun – 3 Jul 2027"."""
        forms = self.language.forms
        if arrival.year != departure.year:
            form = forms.other_year
        elif arrival.month != departure.month:
            form = forms.same_year
        else:
            form = forms.same_month
        return form.format(a=self._parts(arrival), d=self._parts(departure))

    def month(self, d: dt.date) -> str:
        """Write the month of a day: "Juli 2027", "July 2027"."""
        return self.language.forms.month.format_map(self._parts(d))

    def moment(self, moment: dt.datetime) -> str:
        """Write a point in time: "14.07.2027, 09:05". One with a zone is shown in local time."""
        local = moment if moment.tzinfo is None else moment.astimezone()
        time = self.time(local.time())
        return self.language.forms.moment.format(day=self.day(local), time=time)

    def time(self, time: dt.time) -> str:
        """Write a time of day: "15:30"."""
        return f"{time.hour:02}:{time.minute:02}"

    def weekday(self, d: dt.date) -> str:
        """Return the short name of a day's weekday: "Mi", "Wed". Never the C locale's."""
        return self.language.weekdays[d.weekday()]

    def _parts(self, d: dt.date) -> dict[str, object]:
        return {
            "day": d.day,
            "month": d.month,
            "year": d.year,
            "weekday": self.language.weekdays[d.weekday()],
            "short_month": self.language.short_months[d.month - 1],
            "long_month": self.language.months[d.month - 1],
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
        if isinstance(value, dt.time):
            return self.time(value)
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
    """Return the catalogue of one of our languages, by its key.

    Without compiled translations the texts come out in English, and the log says so: the set-up
    is not complete then, which is no reason to keep an owner from the calendar.

    :raises ValueError: not one of our languages.
    """
    if language not in LANGUAGES:
        raise ValueError(f"no such language: {language!r}")
    translations: gettext.NullTranslations = gettext.NullTranslations()
    if language != SOURCE_LANGUAGE:
        try:
            translations = compiled_texts(locale_folder(), language, DOMAIN)
        except OSError as error:
            logger.warning("no compiled translations for %r, run `make setup`: %s", language, error)
    return Catalogue(LANGUAGES[language], translations)


def locale_folder() -> str:
    """Return the folder with the compiled catalogues, a folder for each language."""
    return str(resources.path("locale"))
