"""Image files to test with, honest ones and others."""

import struct
import zlib
from io import BytesIO

from PIL import Image

LATITUDE = (48.0, 51.0, 29.0)
CAMERA = b"PhoneMaker X"


def picture(kind: str = "JPEG", size: tuple[int, int] = (64, 48), **options: object) -> bytes:
    """A plain image."""
    file = BytesIO()
    Image.new("RGB", size, (10, 120, 90)).save(file, kind, **options)
    return file.getvalue()


def photo() -> bytes:
    """A JPEG as phones make it: with a place, a camera, a comment, and lying on its side."""
    image = Image.new("RGB", (64, 48), (10, 120, 90))
    exif = image.getexif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = CAMERA.decode()
    exif.get_ifd(0x8825)[2] = LATITUDE
    file = BytesIO()
    image.save(file, "JPEG", exif=exif, comment=b"taken at home")
    return file.getvalue()


def moving(kind: str) -> bytes:
    """Three pictures in one file."""
    file = BytesIO()
    frames = [Image.new("RGB", (32, 32), (80 * turn, 0, 0)) for turn in range(3)]
    frames[0].save(file, kind, save_all=True, append_images=frames[1:], duration=100)
    return file.getvalue()


def claim(width: int, height: int) -> bytes:
    """A PNG of a hundred bytes that says it is so large."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(b"")) + _chunk(b"IEND", b"")


def bomb() -> bytes:
    """A PNG whose note unfolds to a hundred megabytes."""
    note = b"note\0\0" + zlib.compress(b"a" * 100_000_000, 9)
    plain = picture("PNG")
    return plain[:33] + _chunk(b"zTXt", note) + plain[33:]


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
