"""The columns that a list of occupancies has in a file: one list, for writing and for reading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from functools import cache
from types import MappingProxyType

from app.core.texts import folded
from app.i18n import N_, WINDOW_LANGUAGES, catalogue


class FileField(StrEnum):
    """What a column says of an occupancy."""

    UNIT = "unit"
    ARRIVAL = "arrival"
    DEPARTURE = "departure"
    NIGHTS = "nights"
    GUEST = "guest"
    FIRST_NAME = "first_name"
    PHONE = "phone"
    EMAIL = "email"
    CONTACT = "contact"
    ARRIVAL_TIME = "arrival_time"
    PERSONS = "persons"
    ADULTS = "adults"
    CHILDREN = "children"
    PETS = "pets"
    KIND = "kind"
    PORTAL = "portal"
    STATUS = "status"
    OPTION_UNTIL = "option_until"
    NOTE = "note"
    STAFF = "staff"
    NUMBER = "number"


HEADINGS: Mapping[FileField, str] = MappingProxyType(
    {
        FileField.UNIT: N_("Unit"),
        FileField.ARRIVAL: N_("Arrival"),
        FileField.DEPARTURE: N_("Departure"),
        FileField.NIGHTS: N_("Nights"),
        FileField.GUEST: N_("Guest"),
        FileField.FIRST_NAME: N_("First name"),
        FileField.PHONE: N_("Phone"),
        FileField.EMAIL: N_("E-mail"),
        FileField.CONTACT: N_("Contact"),
        FileField.ARRIVAL_TIME: N_("Arrival time"),
        FileField.PERSONS: N_("Persons"),
        FileField.ADULTS: N_("Adults"),
        FileField.CHILDREN: N_("Children"),
        FileField.PETS: N_("Pets"),
        FileField.KIND: N_("Kind"),
        FileField.PORTAL: N_("Portal"),
        FileField.STATUS: N_("Status"),
        FileField.OPTION_UNTIL: N_("Option until"),
        FileField.NOTE: N_("Note"),
        FileField.STAFF: N_("In charge"),
        FileField.NUMBER: N_("Booking number"),
    }
)
"""How the owner calls each column, in the order of the list."""
EXPORTED: Sequence[FileField] = tuple(
    one for one in FileField if one not in {FileField.NUMBER, FileField.FIRST_NAME}
)
"""The columns of our own list, in their order; the others stand in lists of other programs."""
DATES = frozenset({FileField.ARRIVAL, FileField.DEPARTURE, FileField.OPTION_UNTIL})

# What other programs and owners write, in German and in English, as `_plain` makes it. The first
# words of a field win over what merely contains them.
_SYNONYMS: Mapping[FileField, tuple[str, ...]] = MappingProxyType(
    {
        FileField.UNIT: (
            "wohneinheit", "wohnung", "ferienwohnung", "fewo", "apartment", "appartement", "zimmer",
            "room", "unterkunft", "objekt", "mietobjekt", "inserat", "listing", "property",
            "accommodation", "rental", "haus", "house", "unit type", "room type", "unit name",
        ),
        FileField.ARRIVAL: (
            "anreise", "check in", "checkin", "anreisedatum", "anreisetag", "ankunft",
            "arrival date", "check in date", "startdatum", "start date", "beginn", "start", "begin",
            "von", "from",
        ),
        FileField.DEPARTURE: (
            "abreise", "check out", "checkout", "abreisedatum", "abreisetag", "departure date",
            "check out date", "enddatum", "end date", "ende", "end", "bis", "to", "until",
        ),
        FileField.NIGHTS: (
            "nachte", "naechte", "ubernachtungen", "uebernachtungen", "anzahl nachte",
            "number of nights", "of nights", "duration nights", "room nights",
        ),
        FileField.GUEST: (
            "gast", "gastname", "guest name", "guest name s", "name des gastes", "guest names",
            "name", "mieter", "kunde", "customer", "booked by", "gebucht von", "booker name",
            "booker", "familie", "nachname", "familienname", "last name", "surname",
            "guest last name", "nachname des gastes", "summary", "titel", "title",
        ),
        FileField.CONTACT: (
            "kontakt", "contact details", "kontaktdaten", "contact info", "kontaktinformationen",
        ),
        FileField.FIRST_NAME: (
            "vorname", "firstname", "given name", "forename", "guest first name", "rufname",
            "vorname des gastes",
        ),
        FileField.PHONE: (
            "telefon", "phone number", "telefonnummer", "tel", "tel nr", "mobil", "mobile",
            "mobilnummer", "mobile number", "mobiltelefon", "handy", "handynummer", "cell phone",
            "telephone", "guest phone", "rufnummer",
        ),
        FileField.EMAIL: (
            "email", "mail", "e mail adresse", "email adresse", "emailadresse", "mailadresse",
            "email address", "e mail address", "guest email", "guest e mail",
        ),
        FileField.ARRIVAL_TIME: (
            "ankunftszeit", "anreisezeit", "anreise uhrzeit", "ankunft uhrzeit", "time of arrival",
            "check in time", "checkin time", "check in zeit", "check in uhrzeit", "eta",
            "estimated arrival time", "estimated time of arrival", "voraussichtliche ankunftszeit",
        ),
        FileField.PERSONS: (
            "personen", "persons", "people", "pax", "guests", "gaste", "anzahl personen",
            "anzahl gaste", "personenzahl", "number of guests", "number of persons", "pers",
            "of guests", "gesamtpersonen", "total guests",
        ),
        FileField.ADULTS: ("erwachsene", "anzahl erwachsene", "of adults", "number of adults",
                           "erw"),
        FileField.CHILDREN: (
            "kinder", "anzahl kinder", "of children", "number of children", "kids", "kind er",
        ),
        FileField.PETS: (
            "haustier", "haustiere", "anzahl haustiere", "pet", "of pets", "number of pets",
            "tiere", "hund", "hunde", "anzahl hunde", "dog", "dogs",
        ),
        FileField.KIND: ("art", "belegungsart", "type", "typ", "kind of stay"),
        FileField.PORTAL: (
            "kanal", "channel", "buchungsportal", "plattform", "platform", "herkunft", "quelle",
            "source", "gebucht uber", "booked via", "booking channel",
        ),
        FileField.STATUS: ("zustand", "state", "buchungsstatus", "booking status",
                           "reservation status"),
        FileField.OPTION_UNTIL: ("option bis", "option gilt bis", "option expires"),
        FileField.NOTE: (
            "notiz", "notizen", "notes", "bemerkung", "bemerkungen", "remarks", "remark",
            "anmerkung", "anmerkungen", "kommentar", "comment", "comments", "special requests",
            "hinweis", "info", "beschreibung", "description", "nachricht", "message",
        ),
        FileField.STAFF: ("zustandig", "zustandig ist", "betreut von", "staff", "helfer",
                          "reinigung", "cleaner"),
        FileField.NUMBER: (
            "buchungsnummer", "booking number", "book number", "reservierungsnummer",
            "reservation number", "confirmation code", "bestatigungscode", "bestatigungs code",
            "reservation id", "booking id", "uid", "referenz", "reference", "buchungscode",
            "reservierungscode", "buchungs nr", "buchungsnr", "id",
        ),
    }
)  # fmt: skip
_BETWEEN = re.compile(r"[^a-z0-9]+")


def field_of(heading: str) -> FileField | None:
    """Return what a column under this heading says, None where nobody knows."""
    return _known().get(_plain(heading))


def field_within(heading: str) -> FileField | None:
    """Return what a heading says by one of its words ("Anreise (Tag)"), None where that is open."""
    words = _plain(heading).split()
    found = {
        field
        for begin in range(len(words))
        for end in range(begin + 1, len(words) + 1)
        if (field := _known().get(" ".join(words[begin:end]))) is not None
    }
    return found.pop() if len(found) == 1 else None


def is_own_list(headings: Iterable[str]) -> bool:
    """Tell whether these are headings of our own list, all of one language."""
    said = [heading.strip() for heading in headings if heading.strip()]
    return len(said) > 1 and any(
        set(said) <= {catalogue(key).tr(HEADINGS[field]) for field in EXPORTED}
        for key in WINDOW_LANGUAGES
    )


@cache
def _known() -> Mapping[str, FileField]:
    known: dict[str, FileField] = {}
    for field in FileField:
        own = (catalogue(key).tr(HEADINGS[field]) for key in WINDOW_LANGUAGES)
        for words in (field.value, *own, *_SYNONYMS.get(field, ())):
            known.setdefault(_plain(words), field)
    return MappingProxyType(known)


def _plain(heading: str) -> str:
    return _BETWEEN.sub(" ", folded(heading)).strip()
