"""QR codes in a page, as pictures that stand in the page itself."""

from __future__ import annotations

QUIET = 4
"""Light modules around the code: what ISO/IEC 18004 asks for, so that every camera finds it."""


def qr_svg(content: str) -> str:
    """Return the code of a text as an SVG, empty where nothing is installed that makes codes.

    Black on white whatever the colours around it: many cameras cannot read light on dark.
    """
    try:
        import segno  # noqa: PLC0415  # of the extra `relay`, and for this page alone
    except ImportError:
        return ""
    code = segno.make(content, error="m", micro=False)
    return str(code.svg_inline(border=QUIET, omitsize=True, dark="#000", light="#fff"))
