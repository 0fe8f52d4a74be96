"""Images are drawn anew; nothing else of a file is left."""

from io import BytesIO

import pytest
from PIL import Image

from ideas.images import LARGEST_FILE, ImageTooLarge, NotAnImage, TooManyPixels, redraw
from tests.pictures import CAMERA, bomb, claim, moving, photo, picture
from tests.timing import timed

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_cameras_and_screens_make_is_taken(kind: str) -> None:
    drawn = redraw(picture(kind))

    assert (opened(drawn.content).format, drawn.width, drawn.height) == ("WEBP", 64, 48)


def test_where_when_and_with_what_it_was_taken_is_gone() -> None:
    drawn = redraw(photo())

    image = opened(drawn.content)
    assert (dict(image.getexif()), set(image.info) & {"exif", "comment", "xmp", "icc_profile"}) == ({}, set())
    assert CAMERA not in drawn.content
    assert b"taken at home" not in drawn.content


def test_it_stands_upright() -> None:
    drawn = redraw(photo())

    assert (drawn.width, drawn.height) == (48, 64)


@pytest.mark.parametrize("size", [(4000, 3000), (3000, 4000), (9000, 10)])
def test_it_is_kept_as_large_as_a_screen_shows_it(size: tuple[int, int]) -> None:
    drawn = redraw(picture(size=size))

    assert max(drawn.width, drawn.height) == 1600


def test_what_is_transparent_stays_so() -> None:
    file = BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(file, "PNG")

    assert opened(redraw(file.getvalue()).content).mode == "RGBA"


@pytest.mark.parametrize("mode", ["L", "P", "1", "CMYK", "I;16", "LA"])
def test_every_kind_of_colours_is_drawn(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (8, 8)).save(file, "JPEG" if mode == "CMYK" else "PNG")

    assert redraw(file.getvalue()).width == 8


@pytest.mark.parametrize("kind", ["WEBP", "PNG"])
def test_of_a_moving_image_the_first_picture_is_kept(kind: str) -> None:
    assert getattr(opened(redraw(moving(kind)).content), "n_frames", 1) == 1


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        SVG,
        b"<!doctype html><script>alert(1)</script>",
        b"\xff\xd8\xff" + b"\x00" * 100,
        b"\x89PNG\r\n\x1a\n",
        picture()[:-200],
        picture("WEBP")[:40],
        picture("PNG", size=(300, 300))[:-40],
        moving("GIF"),
        picture("BMP"),
        picture("TIFF"),
    ],
)
def test_what_is_no_whole_image_is_refused(data: bytes) -> None:
    with pytest.raises(NotAnImage) as refused:
        redraw(data)

    assert (refused.value.code, refused.value.status, refused.value.field) == ("not_an_image", 400, "image")


@pytest.mark.parametrize(("width", "height"), [(50_000, 50_000), (2**31 - 1, 2**31 - 1), (7000, 5000)])
def test_what_claims_to_be_huge_is_refused_before_it_unfolds(width: int, height: int) -> None:
    with pytest.raises(TooManyPixels) as refused:
        redraw(claim(width, height))

    assert (refused.value.code, refused.value.status) == ("too_many_pixels", 400)


def test_a_photo_may_have_more_pixels_than_what_unfolds_whole() -> None:
    assert redraw(picture(size=(7000, 5000))).width == 1600


def test_a_note_that_unfolds_to_a_hundred_megabytes_is_refused_at_once() -> None:
    data = bomb()

    def send() -> None:
        with pytest.raises(NotAnImage):
            redraw(data)

    assert timed(send)[1] < 1


def test_a_file_over_five_megabytes_is_too_large() -> None:
    with pytest.raises(ImageTooLarge) as refused:
        redraw(picture() + b"\0" * LARGEST_FILE)

    assert (refused.value.code, refused.value.status) == ("too_large", 413)
