"""What a host gets who has invited somebody: an address, this once, and words to send it with."""

from __future__ import annotations

from html import escape
from urllib.parse import quote

from app.i18n import Catalogue
from app.relay.accounts.account import Invited, Service
from app.relay.web.host.parts import LOOK, back, said
from app.relay.web.host.visit import Visit
from app.relay.web.pages.qr import qr_svg
from app.relay.web.pages.sheet import section, sheet


def invited_page(visit: Visit, invited: Invited, service: Service) -> str:
    """Return the whole page."""
    tr, name = visit.texts.tr, invited.account.name
    subject, letter = _letter(visit.texts, invited, service)
    # RFC 6068: lines of a body end by CRLF.
    body = quote(letter.replace("\n", "\r\n"))
    mail = f"mailto:?subject={quote(subject)}&body={body}"
    rows = letter.count("\n") + 5
    return sheet(
        LOOK,
        tr("Invitation for {name}", name=name),
        [
            back(visit.texts),
            said(
                tr(
                    "This address is shown now and never again. It can be accepted once, until "
                    "{day}.",
                    day=invited.expires_at.astimezone().date(),
                ),
                "p",
                "class=l",
            ),
            said(invited.address, "code"),
            section(tr("Ready to send")),
            said(tr("Text"), "label", "class=v for=letter"),
            said(letter, "textarea", f"id=letter readonly rows={rows}"),
            "<p>",
            said(tr("Write an e-mail"), "a", f"class=k href='{escape(mail)}'"),
            "</p></section>",
            _code(visit.texts, invited.address),
        ],
        visit.texts,
    )


def _letter(texts: Catalogue, invited: Invited, service: Service) -> tuple[str, str]:
    """Return subject and body of what a host sends to an owner."""
    tr = texts.tr
    lines = (
        tr("Hello,"),
        "",
        tr(
            "this is your invitation to our calendar service. Google, Airbnb, Booking.com and "
            "others read your calendars there, even while your computer is off."
        ),
        "",
        tr(
            "In Zimmerfrei, on the page {page}, choose “{button}” and there “{choice}”, and paste "
            "this address:",
            page=tr("Integrations"),
            button=tr("Set up access …"),
            choice=tr("Invitation"),
        ),
        "",
        invited.address,
        "",
        tr(
            "It holds until {day} and can be accepted once. Please give it to nobody else.",
            day=invited.expires_at.astimezone().date(),
        ),
        *(("", service.operator) if service.operator else ()),
    )
    return tr("Your invitation to the calendar service"), "\n".join(lines)


def _code(texts: Catalogue, address: str) -> str:
    code = qr_svg(address)
    if not code:
        return ""
    tr = texts.tr
    label, heading = escape(tr("QR code of this invitation")), said(tr("To show it"), "h2")
    purpose = said(
        tr(
            "A camera that sees this code opens the page of the invitation, where the owner reads "
            "what to do."
        )
    )
    return (
        f"<section class=q><div role=img aria-label='{label}'>{code}</div>"
        f"<div>{heading}{purpose}</div></section>"
    )
