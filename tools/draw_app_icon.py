"""Draw the program's icon in all sizes from resources/icons/zimmerfrei.svg.

Writes PNG files, and the .ico and .icns containers around them, beside the drawing. Run it after
the drawing has changed: ``QT_QPA_PLATFORM=offscreen python tools/draw_app_icon.py``.
"""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QGuiApplication, QImageReader, QImageWriter

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "icons"
SIZES = (16, 24, 32, 48, 64, 128, 256)
# The types of an .icns file that hold a PNG, by its size in pixels.
ICNS_TYPES = {16: b"icp4", 32: b"icp5", 64: b"icp6", 128: b"ic07", 256: b"ic08"}


def draw(size: int) -> bytes:
    """Return the icon, `size` pixels square, as the bytes of a PNG file."""
    reader = QImageReader(str(FOLDER / "zimmerfrei.svg"))
    reader.setScaledSize(QSize(size, size))
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(reader.read()):
        raise RuntimeError(f"the icon could not be drawn: {reader.errorString()}")
    return bytes(buffer.data().data())


def ico(pictures: dict[int, bytes]) -> bytes:
    """Return an .ico file (header, one entry of 16 bytes per picture, the pictures)."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    at = len(head) + 16 * len(pictures)
    for size, data in pictures.items():
        side = size % 256  # 256 is written as 0
        head += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(data), at)
        at += len(data)
    return head + b"".join(pictures.values())


def icns(pictures: dict[int, bytes]) -> bytes:
    """Return an .icns file (length and type before each picture, big-endian)."""
    body = b"".join(
        kind + struct.pack(">I", len(pictures[size]) + 8) + pictures[size]
        for size, kind in ICNS_TYPES.items()
    )
    return b"icns" + struct.pack(">I", len(body) + 8) + body


def main() -> None:
    """Write all files."""
    app = QGuiApplication([])
    pictures = {size: draw(size) for size in SIZES}
    for size, data in pictures.items():
        (FOLDER / f"zimmerfrei-{size}.png").write_bytes(data)
    (FOLDER / "zimmerfrei.ico").write_bytes(ico(pictures))
    (FOLDER / "zimmerfrei.icns").write_bytes(icns(pictures))
    app.quit()


if __name__ == "__main__":
    main()
