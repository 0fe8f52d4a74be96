"""Images as they may be shown to others: drawn anew from what was sent, so that nothing else of the file is left.

Pure. A file that only calls itself an image, one that is cut off, and one that would unfold to more than a machine
holds are refused before they are unfolded.
"""

from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

from core.errors import Invalid

LARGEST_FILE = 5 * 1024 * 1024  # bytes
MOST_PIXELS = 50_000_000  # what the cameras of phones make: a JPEG is unfolded to a part of its size
MOST_UNFOLDED = 34_000_000  # what the largest screens show: other formats are unfolded whole, four bytes a pixel
PARTLY = ("JPEG", "MPO")
LONGEST_SIDE = 1600  # pixels, as it is kept
QUALITY = 80  # per cent, as WebP counts
FORMATS = ("JPEG", "PNG", "WEBP")
SUFFIX, MEDIA_TYPE = ".webp", "image/webp"


class NotAnImage(Invalid):
    """Raised for a file that is no whole JPEG, PNG or WebP image, whatever its name says."""

    code = "not_an_image"
    message = _("This is no image that can be read. Send a JPEG, PNG or WebP file.")


class TooManyPixels(Invalid):
    """Raised for an image that says of itself that it is larger than any camera makes it."""

    code = "too_many_pixels"
    message = _("This image has too many pixels. Send a smaller one.")


class ImageTooLarge(Invalid):
    """Raised for a file over 5 MB."""

    code = "too_large"
    status = 413
    message = _("An image may have at most 5 MB. Send a smaller one.")


@dataclass(frozen=True, slots=True)
class Drawn:
    """An image that `redraw` has made: a WebP file without any metadata, and its size in pixels."""

    content: bytes
    width: int
    height: int


def redraw(data: bytes, *, field: str = "image") -> Drawn:
    """The image in `data`, upright, at most 1600 pixels long; of a moving one the first picture.

    Raises `ImageTooLarge`, `TooManyPixels` or `NotAnImage`, which name the input `field`.
    """
    if len(data) > LARGEST_FILE:
        raise ImageTooLarge(field=field)
    try:
        with Image.open(BytesIO(data), formats=FORMATS) as image:
            if image.width * image.height > (MOST_PIXELS if image.format in PARTLY else MOST_UNFOLDED):
                raise TooManyPixels(field=field)
            return _drawn(image)
    except Image.DecompressionBombError:
        raise TooManyPixels(field=field) from None
    except Invalid:
        raise
    except Exception:  # what a decoder raises over hostile bytes is written down nowhere
        raise NotAnImage(field=field) from None


def _drawn(image: Image.Image) -> Drawn:
    image.draft("RGB", (2 * LONGEST_SIDE, 2 * LONGEST_SIDE))  # a JPEG can be unfolded to a part of its size at once
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(image)  # last, or there would be two of the large one
    shown = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    bare = Image.new(shown.mode, shown.size)
    bare.paste(shown)
    file = BytesIO()
    bare.save(file, "WEBP", quality=QUALITY)
    return Drawn(file.getvalue(), bare.width, bare.height)
