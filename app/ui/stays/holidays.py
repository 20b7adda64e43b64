"""Public holidays of the country and state that the owner chose, read on a worker thread.

The `holidays` library is imported there, after the chart is on the screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, Signal

from app import resources
from app.core.texts import folded
from app.dataclass import dataclass
from app.i18n import SOURCE_LANGUAGE
from app.ui.base.work import Work

if TYPE_CHECKING:
    from app.ui.base.context import Context
    from app.ui.base.preferences import Preferences

_KEY = "plan/holidays"
_NONE = "none"


@dataclass(frozen=True, slots=True)
class Region:
    """A country ("DE") and one of its states ("BW"); both empty for no holidays at all."""

    country: str
    state: str = ""

    @classmethod
    def read(cls, preferences: Preferences) -> Region:
        """Return what the owner chose, else the country that the system is set to."""
        noted = preferences.text(_KEY)
        if noted == _NONE:
            return cls("")
        if not noted:
            return cls(system_country())
        country, _, state = noted.partition("-")
        return cls(country, state)

    def note(self, preferences: Preferences) -> None:
        """Remember this choice."""
        text = f"{self.country}-{self.state}" if self.state else self.country
        preferences.note(_KEY, text or _NONE)


@dataclass(frozen=True, slots=True)
class _Found:
    region: Region
    years: frozenset[int]
    names: Mapping[int, str]


class Holidays(QObject):
    """The holidays of the years that were asked for so far.

    Signals:
        found(): there are more than before.
    """

    found = Signal()

    def __init__(self, language: str, region: Region, parent: QObject) -> None:
        super().__init__(parent)
        self._language = language
        self.region = region
        self._years: frozenset[int] = frozenset()
        self.names: Mapping[int, str] = MappingProxyType({})

    def choose(self, region: Region) -> None:
        """Look at another country or state."""
        self.region = region
        self._years = frozenset()
        self.names = MappingProxyType({})
        self.found.emit()

    def need(self, years: Iterable[int]) -> None:
        """See to it that the holidays of these years are there soon."""
        missing = frozenset(years) - self._years
        if not missing or not self.region.country:
            return
        self._years |= missing
        region, language = self.region, self._language
        work = Work(lambda: _Found(region, missing, _read(region, missing, language)))
        work.done.connect(self._take)
        work.start()

    def _take(self, found: _Found) -> None:
        if found.region == self.region and found.names:
            self.names = MappingProxyType({**self.names, **found.names})
            self.found.emit()


def of_region(context: Context) -> Callable[[int], Mapping[int, str]]:
    """Return what tells a year's holidays where the owner chose them, at once: for paper."""
    return of_preferences(context.preferences, context.texts.language.key)


def of_preferences(preferences: Preferences, language: str) -> Callable[[int], Mapping[int, str]]:
    """Return the same, where there is no window."""

    def names(year: int) -> Mapping[int, str]:
        region = Region.read(preferences)
        return _read(region, (year,), language) if region.country else {}

    return names


def _read(region: Region, years: Iterable[int], language: str) -> dict[int, str]:
    import holidays  # noqa: PLC0415  # a tenth of a second

    if region.country not in holidays.list_supported_countries():
        return {}
    states = holidays.list_supported_countries()[region.country]
    state = region.state if region.state in states else None
    own = holidays.country_holidays(region.country).supported_languages
    wanted = next((name for name in own if name.split("_")[0] == language), None)
    days = holidays.country_holidays(
        region.country, subdiv=state, years=sorted(years), language=wanted
    )
    return {day.toordinal(): name for day, name in days.items()}


def system_country() -> str:
    """The country that the system is set to, Germany where it says none."""
    territory = QLocale.system().territory()
    if territory in {QLocale.Country.AnyCountry, QLocale.Country.World}:
        return "DE"
    return QLocale.territoryToCode(territory)


def countries(language: str) -> list[tuple[str, str]]:
    """Return code and name of every country whose holidays are known, by name."""
    import holidays  # noqa: PLC0415

    known = [
        (code, country_name(code, language))
        for code in holidays.list_supported_countries(include_aliases=False)
        if len(code) == 2
    ]
    return sorted(known, key=lambda item: folded(item[1]))


def country_name(code: str, language: str) -> str:
    """The name of a country in the language of a window; English where nobody knows it.

    Qt knows only English names and what a country is called by its own people.
    """
    territory = QLocale.codeToTerritory(code)
    if territory is QLocale.Country.AnyCountry:
        return code
    if language == SOURCE_LANGUAGE:
        return QLocale.territoryToString(territory)
    # The language that most people there speak: for owners at home no table is read.
    own = QLocale(QLocale.Language.AnyLanguage, territory)
    if own.territory() is territory and own.name().split("_")[0] == language:
        return own.nativeTerritoryName()
    return _names(language).get(code) or QLocale.territoryToString(territory)


@cache
def _names(language: str) -> Mapping[str, str]:
    import tomllib  # noqa: PLC0415  # most owners let at home

    table = tomllib.loads(resources.path("countries.toml").read_text(encoding="utf-8"))
    names: dict[str, str] = table.get(language, {})
    return names


def states(country: str) -> list[tuple[str, str]]:
    """Return code and name of the states of a country, by name."""
    import holidays  # noqa: PLC0415

    if country not in holidays.list_supported_countries():
        return []
    calendar = holidays.country_holidays(country)
    names = calendar.get_subdivision_aliases()
    found = [(code, (names.get(code) or [code])[0]) for code in calendar.subdivisions]
    return sorted(found, key=lambda item: folded(item[1]))
