"""Our languages, each as one value: names of days and months, forms of dates and numbers, files.

A further language is one entry here and one catalogue in ``resources/locale``. One that the window
speaks, too, has a handbook in ``docs`` and a folder in ``resources/guides``.
"""

from collections.abc import Mapping
from types import MappingProxyType

from app.dataclass import dataclass

SOURCE_LANGUAGE = "en"
DEFAULT_LANGUAGE = "de"


def N_(text: str) -> str:
    """Mark a text for extraction and return it as it is; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True, kw_only=True)
class Forms:
    """How a language writes dates; the fields of the patterns are those of `Catalogue._parts`.

    `near_day` leaves the year out. In ranges ``a`` is the day of arrival, ``d`` that of departure.
    """

    day: str
    weekday_day: str
    near_day: str
    same_month: str
    same_year: str
    other_year: str
    month: str = "{long_month} {year:04}"
    moment: str = "{day}, {time}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language that links speak, and the window where it has a handbook.

    Attributes:
        key: as in ISO 639-1; the name of its catalogue's folder.
        own_name: what it calls itself.
        name: what it is called in English, marked for translation.
        weekdays: short names, Monday first.
        long_weekdays: full names, Monday first.
        short_months: short names, January first.
        months: full names, January first.
        forms: how dates are written.
        decimal: the sign before decimals.
        thousands: the sign between thousands.
        list_separator: what spreadsheets expect between the columns of a CSV file.
        excel_date: the number format of dates in Excel files.
        locale: the locale that Qt uses for it.
        handbook: the file in ``docs``, None where the window does not speak this language.
    """

    key: str
    own_name: str
    name: str
    weekdays: tuple[str, ...]
    long_weekdays: tuple[str, ...]
    short_months: tuple[str, ...]
    months: tuple[str, ...]
    forms: Forms
    decimal: str
    thousands: str
    list_separator: str
    excel_date: str
    locale: str
    handbook: str | None = None


_GERMAN = Language(
    key="de",
    own_name="Deutsch",
    name=N_("German"),
    weekdays=("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So"),
    long_weekdays=(
        "Montag",
        "Dienstag",
        "Mittwoch",
        "Donnerstag",
        "Freitag",
        "Samstag",
        "Sonntag",
    ),
    short_months=(
        *("Jan", "Feb", "Mär", "Apr", "Mai", "Jun"),
        *("Jul", "Aug", "Sep", "Okt", "Nov", "Dez"),
    ),
    months=(
        *("Januar", "Februar", "März", "April", "Mai", "Juni"),
        *("Juli", "August", "September", "Oktober", "November", "Dezember"),
    ),
    forms=Forms(
        day="{day:02}.{month:02}.{year:04}",
        weekday_day="{weekday} {day:02}.{month:02}.{year:04}",
        near_day="{weekday} {day:02}.{month:02}.",
        same_month="{a[day]:02}.–{d[day]:02}.{d[month]:02}.{d[year]:04}",
        same_year="{a[day]:02}.{a[month]:02}.–{d[day]:02}.{d[month]:02}.{d[year]:04}",
        other_year="{a[day]:02}.{a[month]:02}.{a[year]:04}–{d[day]:02}.{d[month]:02}.{d[year]:04}",
    ),
    decimal=",",
    thousands=".",
    list_separator=";",
    excel_date="DD.MM.YYYY",
    locale="de_DE",
    handbook="handbuch.md",
)

_ENGLISH = Language(
    key="en",
    own_name="English",
    name=N_("English"),
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    long_weekdays=(
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    ),
    short_months=(
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    forms=Forms(
        day="{day} {short_month} {year:04}",
        weekday_day="{weekday} {day} {short_month} {year:04}",
        near_day="{weekday} {day} {short_month}",
        same_month="{a[day]}–{d[day]} {d[short_month]} {d[year]:04}",
        same_year="{a[day]} {a[short_month]} – {d[day]} {d[short_month]} {d[year]:04}",
        other_year=(
            "{a[day]} {a[short_month]} {a[year]:04} – {d[day]} {d[short_month]} {d[year]:04}"
        ),
    ),
    decimal=".",
    thousands=",",
    list_separator=",",
    excel_date="D MMM YYYY",
    locale="en_GB",
    handbook="handbook.md",
)

_FRENCH = Language(
    key="fr",
    own_name="Français",
    name=N_("French"),
    weekdays=("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
    long_weekdays=("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    short_months=(
        *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
        *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
    ),
    months=(
        *("janvier", "février", "mars", "avril", "mai", "juin"),
        *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
    ),
    forms=Forms(
        day="{day:02}/{month:02}/{year:04}",
        weekday_day="{weekday} {day:02}/{month:02}/{year:04}",
        near_day="{weekday} {day:02}/{month:02}",
        same_month="{a[day]:02}–{d[day]:02}/{d[month]:02}/{d[year]:04}",
        same_year="{a[day]:02}/{a[month]:02}–{d[day]:02}/{d[month]:02}/{d[year]:04}",
        other_year="{a[day]:02}/{a[month]:02}/{a[year]:04}–{d[day]:02}/{d[month]:02}/{d[year]:04}",
    ),
    decimal=",",
    thousands="\u202f",
    list_separator=";",
    excel_date="DD/MM/YYYY",
    locale="fr_FR",
)

LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {language.key: language for language in (_GERMAN, _ENGLISH, _FRENCH)}
)
"""The languages of links and of calendars on websites, by key."""
WINDOW_LANGUAGES: Mapping[str, Language] = MappingProxyType(
    {key: language for key, language in LANGUAGES.items() if language.handbook is not None}
)
"""Those that the window and the commands speak, too."""


def own_names(languages: Mapping[str, Language]) -> list[tuple[str, str]]:
    """Return key and own name of each of `languages`, as lists to choose from show them."""
    return [(language.key, language.own_name) for language in languages.values()]
