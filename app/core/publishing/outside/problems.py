"""What can be wrong with a public address, each as one sentence that says what to do."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType

from app.core.links.address import Check, Finding
from app.i18n import N_, Message


class Problem(StrEnum):
    """What a reading from outside met with; kept as it is in the database."""

    # Nobody gets the calendar.
    HOUSE_ONLY = "house_only"
    NAME_UNKNOWN = "name_unknown"
    NO_ANSWER = "no_answer"
    BROKEN_OFF = "broken_off"
    NO_WEB_SERVER = "no_web_server"
    CERTIFICATE_EXPIRED = "certificate_expired"
    CERTIFICATE_TOO_YOUNG = "certificate_too_young"
    CERTIFICATE_OF_ANOTHER = "certificate_of_another"
    CERTIFICATE_UNKNOWN = "certificate_unknown"
    NO_ENCRYPTION = "no_encryption"
    SIGN_IN = "sign_in"
    FORBIDDEN = "forbidden"
    NOT_THERE = "not_there"
    ELSEWHERE = "elsewhere"
    SERVER_FAULT = "server_fault"
    REFUSED = "refused"
    PAGE = "page"
    LEADS_TO_PAGE = "leads_to_page"
    LEADS_ROUND = "leads_round"
    LEADS_NOWHERE = "leads_nowhere"
    TOO_LARGE = "too_large"
    # Another calendar than the newest.
    OLDER = "older"
    FOREIGN = "foreign"
    # It is read, and more than that.
    LISTED = "listed"
    # It is read, but not by all.
    ROBOTS = "robots"
    ROBOTS_UNREADABLE = "robots_unreadable"
    LEADS_ON = "leads_on"
    NOT_ENCRYPTED = "not_encrypted"
    IPV6_ONLY = "ipv6_only"
    CONTENT_TYPE = "content_type"
    CHARSET = "charset"
    COMPRESSED = "compressed"
    # It is read by all, as yet.
    CERTIFICATE_ENDS = "certificate_ends"
    # It could not be tried.
    OFFLINE = "offline"
    CAPTIVE = "captive"
    TAILNET = "tailnet"


FINDINGS = MappingProxyType(
    {
        **dict.fromkeys((Problem.OLDER, Problem.FOREIGN), Finding.OUTDATED),
        **dict.fromkeys(
            (
                Problem.LISTED,
                Problem.ROBOTS,
                Problem.ROBOTS_UNREADABLE,
                Problem.LEADS_ON,
                Problem.NOT_ENCRYPTED,
                Problem.IPV6_ONLY,
                Problem.CONTENT_TYPE,
                Problem.CHARSET,
                Problem.COMPRESSED,
            ),
            Finding.DOUBTFUL,
        ),
        Problem.CERTIFICATE_ENDS: Finding.READABLE,
        **dict.fromkeys((Problem.OFFLINE, Problem.CAPTIVE, Problem.TAILNET), Finding.UNTRIED),
    }
)
"""What each problem makes of a reading; the others let nobody read."""

PASSING = frozenset(
    {
        Problem.NO_ANSWER,
        Problem.BROKEN_OFF,
        Problem.SERVER_FAULT,
        Problem.OLDER,
        Problem.OFFLINE,
        Problem.CAPTIVE,
    }
)
"""May go by itself, so it is looked at again soon."""

_SENTENCES = MappingProxyType(
    {
        Problem.HOUSE_ONLY: N_(
            "This address leads to {detail}, which only the home network can reach. Google, Airbnb "
            "and Booking.com cannot read there. Please use the address under which the internet "
            "knows the place, or put the calendars on a webspace."
        ),
        Problem.NAME_UNKNOWN: N_(
            "The internet knows no computer called “{detail}”. Please check the address for "
            "mistyped letters; a new name may take some hours until it is known everywhere."
        ),
        Problem.NO_ANSWER: N_(
            "{detail} does not answer. The server may be down for a while; it is tried again by "
            "itself. If it stays so, ask your hoster."
        ),
        Problem.BROKEN_OFF: N_(
            "{detail} broke the answer off in the middle. It is tried again by itself. If it stays "
            "so, ask your hoster."
        ),
        Problem.NO_WEB_SERVER: N_(
            "{detail} answers, but not as a web server does. Please check the address, above all "
            "its port."
        ),
        Problem.CERTIFICATE_EXPIRED: N_(
            "The certificate of {detail} has expired, so no portal reads there. Your hoster has to "
            "renew it: look for “SSL” or “HTTPS” in its customer area."
        ),
        Problem.CERTIFICATE_TOO_YOUNG: N_(
            "The certificate of {detail} is not valid yet. Please check date and time of this "
            "computer; if they are right, ask your hoster."
        ),
        Problem.CERTIFICATE_OF_ANOTHER: N_(
            "The certificate that {detail} shows is made out to another name, so no portal reads "
            "there. Please check the address; else switch on “SSL” for this domain at your hoster."
        ),
        Problem.CERTIFICATE_UNKNOWN: N_(
            "Nobody has to believe the certificate of {detail}: it comes from no authority that "
            "computers know. Please have your hoster issue a usual one, such as that of Let’s "
            "Encrypt."
        ),
        Problem.NO_ENCRYPTION: N_(
            "No encrypted connection to {detail} comes about. Please switch on “SSL” or “HTTPS” "
            "for this domain at your hoster."
        ),
        Problem.SIGN_IN: N_(
            "{detail} demands user and password for the calendar, and portals have none. Please "
            "take the password protection off this folder, or choose another one."
        ),
        Problem.FORBIDDEN: N_(
            "{detail} forbids everybody to read the calendar. Please look in your hoster’s "
            "customer area whether the folder is meant for the website, and may be read."
        ),
        Problem.NOT_THERE: N_(
            "There is no calendar under this address: {detail} knows nothing of it. Please check "
            "whether folder and address of the website belong together."
        ),
        Problem.ELSEWHERE: N_(
            "This address leads somewhere else: what was put into the folder does not appear at "
            "{detail}. Please check whether folder and address of the website belong together, "
            "and whether the address is yours."
        ),
        Problem.SERVER_FAULT: N_(
            "The server answers with a fault ({detail}). It is tried again by itself. If it stays "
            "so, ask your hoster."
        ),
        Problem.REFUSED: N_(
            "The server refuses the calendar ({detail}). Please ask your hoster whether a "
            "protection against programs is switched on, and let calendar readers pass."
        ),
        Problem.PAGE: N_(
            "Instead of the calendar {detail} gives a web page, such as one to sign in, or that of "
            "a domain which is for sale. Portals cannot read that. Please check folder and address."
        ),
        Problem.LEADS_TO_PAGE: N_(
            "Whoever asks for the calendar is sent on to a web page at {detail}. Portals cannot "
            "read that. Please take away the redirection or the sign-in for this folder."
        ),
        Problem.LEADS_ROUND: N_(
            "The address leads on and on (at last to {detail}) and never arrives. Please check the "
            "redirections of your website."
        ),
        Problem.LEADS_NOWHERE: N_(
            "The server sends readers on to “{detail}”, which is no web address. Please check the "
            "redirections of your website."
        ),
        Problem.TOO_LARGE: N_(
            "What {detail} answers is much larger than the calendar. Please check folder and "
            "address."
        ),
        Problem.OLDER: N_(
            "{detail} still gives an older calendar: a store in between keeps it. That passes by "
            "itself in most cases. If it stays so, switch off the cache for “.ics” files at your "
            "hoster."
        ),
        Problem.FOREIGN: N_(
            "Another calendar than yours stands under this address at {detail}. Please check "
            "whether folder and address of the website belong together."
        ),
        Problem.LISTED: N_(
            "Whoever opens {detail} is shown a list of the folder, and with it the secret "
            "addresses of your calendars. Please have no list shown there: by a file “.htaccess” "
            "in the folder, or by your hoster."
        ),
        Problem.ROBOTS: N_(
            "The file robots.txt of {detail} forbids programs to read here. Google obeys it, "
            "Airbnb and most portals do not. For Google, let it allow the folder of the calendars."
        ),
        Problem.ROBOTS_UNREADABLE: N_(
            "The file robots.txt of {detail} cannot be read, so Google does not read the calendar; "
            "portals mostly do. If it stays so, ask your hoster."
        ),
        Problem.LEADS_ON: N_(
            "This address leads on to {detail}, and not every portal follows. Please use that "
            "address from the start."
        ),
        Problem.NOT_ENCRYPTED: N_(
            "The address begins with http, so the calendar travels unencrypted and some portals "
            "refuse it. Please switch on “SSL” or “HTTPS” at {detail}, and use the address with "
            "https."
        ),
        Problem.IPV6_ONLY: N_(
            "{detail} can only be reached over IPv6, as is usual behind many home connections. "
            "Several portals cannot do that. Please use a tunnel or a webspace."
        ),
        Problem.CONTENT_TYPE: N_(
            "The server does not say that this is a calendar, but “{detail}”. Some readers refuse "
            "that. It can be told to by a file “.htaccess” in the folder, or by your hoster."
        ),
        Problem.CHARSET: N_(
            "The server says that the calendar is written in “{detail}” instead of UTF-8, so "
            "umlauts come out wrong. It can be told to by a file “.htaccess” in the folder, or by "
            "your hoster."
        ),
        Problem.COMPRESSED: N_(
            "The server compresses the calendar without being asked ({detail}), and some readers "
            "cannot read that. Please switch off the compression of “.ics” files at your hoster."
        ),
        Problem.CERTIFICATE_ENDS: N_(
            "Everybody can read it, but the certificate of {detail} ends soon. Your hoster should "
            "renew it by then; please look whether that happens by itself."
        ),
        Problem.OFFLINE: N_(
            "It could not be tried: this computer has no internet at the moment. It is tried again "
            "by itself."
        ),
        Problem.CAPTIVE: N_(
            "It could not be tried: whatever is asked for at {detail}, a web page comes. That is "
            "what a network does in which one has to sign in first, such as that of a hotel. If "
            "you are in no such network, the address leads to somebody else’s page."
        ),
        Problem.TAILNET: N_(
            "It could not be tried from here: inside your Tailscale network {detail} leads to this "
            "computer itself. Whether others reach it shows a telephone without Tailscale and "
            "WLAN."
        ),
    }
)

_CHIPS = MappingProxyType(
    {
        Finding.READABLE: N_("readable everywhere"),
        Finding.DOUBTFUL: N_("readable with limits"),
        Finding.OUTDATED: N_("out of date"),
        Finding.CLOSED: N_("not readable"),
        Finding.UNTRIED: N_("not tried"),
    }
)
_WELL = N_("Everybody can read it: exactly this calendar, without signing in.")
_UNNAMED = N_("Something was wrong that this version of the program does not know.")


def finding_of(problem: Problem) -> Finding:
    """Return what a problem makes of a reading."""
    return FINDINGS.get(problem, Finding.CLOSED)


def sentence(check: Check) -> Message:
    """Return what was found, and what to do about it."""
    if not check.problem:
        return Message(_WELL)
    try:
        problem = Problem(check.problem)
    except ValueError:
        # Of a newer version, over whose data this one runs again.
        return Message(_UNNAMED)
    return Message(_SENTENCES[problem], {"detail": check.detail})


def chip(check: Check) -> Message:
    """Return the finding in a word or two."""
    return Message(_CHIPS[check.finding])


def template(problem: Problem) -> str:
    """Return the sentence of a problem, with ``{detail}`` in it."""
    return _SENTENCES[problem]
