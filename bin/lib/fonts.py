"""The two typefaces, in slices of letters and without the axes that pages do not use.

Nearly every page in English or German needs the basic slice alone; the browser fetches another one when it meets a
letter of it (`unicode-range`). Headings are of one weight, at the optical size of a heading on a phone; a published
strategy, whose cover is larger and whose numerals are light, has the whole variable face for itself.
"""

import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from environment import Stop

TOOLS = ("fonttools==4.60.1", "brotli==1.2.0")
FEATURES = "kern,locl,rvrn,tnum"
ACCENTED = "locl,rvrn"  # pairs across two files cannot be kerned

Ranges = tuple[tuple[int, int], ...]


def ranges(text: str) -> Ranges:
    """`U+20-7E, U+A0` as pairs of first and last."""
    pairs = [part.strip().removeprefix("U+").split("-") for part in text.split(",")]
    return tuple((int(pair[0], 16), int(pair[-1], 16)) for pair in pairs)


def without(whole: Ranges, part: Ranges) -> Ranges:
    """What of `whole` is not in `part`."""
    kept = sorted({at for first, last in whole for at in range(first, last + 1)})
    taken = {at for first, last in part for at in range(first, last + 1)}
    pairs: list[tuple[int, int]] = []
    for at in (at for at in kept if at not in taken):
        if pairs and pairs[-1][1] == at - 1:
            pairs[-1] = (pairs[-1][0], at)
        else:
            pairs.append((at, at))
    return tuple(pairs)


def written(pairs: Ranges) -> str:
    return ", ".join(f"U+{first:X}" if first == last else f"U+{first:X}-{last:X}" for first, last in pairs)


# What English and German are written with, in our own texts as well.
BASIC = ranges(
    "U+20-7E, U+A0, U+A3, U+A7, U+AB, U+AD, U+B0, U+B7, U+BB, U+C4, U+D6, U+D7, U+DC, U+DF, U+E4, U+F6, U+FC,"
    "U+2013-2014, U+2018-201A, U+201C-201E, U+2022, U+2026, U+20AC, U+2212"
)
# French, Spanish, Portuguese, Italian, Dutch, the Nordic languages; and the dotless i of Turkish.
WESTERN = without(ranges("U+A1, U+BF-D6, U+D8-F6, U+F8-FF, U+131, U+152-153"), BASIC)
# Turkish, Polish, Czech, Slovak, Hungarian, Romanian, Croatian.
CENTRAL = ranges(
    "U+102-107, U+10C-111, U+118-11B, U+11E-11F, U+130, U+139-13A, U+13D-13E, U+141-144, U+147-148, U+150-151,"
    "U+154-155, U+158-15B, U+15E-161, U+164-165, U+16E-171, U+178-17E, U+218-21B"
)
# As fontsource divides them, less what is above.
LATIN = ranges(
    "U+20-7E, U+A0-FF, U+131, U+152-153, U+2BB-2BC, U+2C6, U+2DA, U+2DC, U+304, U+308, U+329, U+2010-2027, U+2030-205E,"
    "U+20AC, U+2122, U+2191, U+2193, U+2212, U+2215, U+FFFD"
)
EXTENDED = ranges(
    "U+100-2BA, U+2BD-2C5, U+2C7-2CC, U+2CE-2D7, U+2DD-2FF, U+304, U+308, U+329, U+1D00-1DBF, U+1E00-1E9F,"
    "U+1EF2-1EFF, U+2020, U+20A0-20AB, U+20AD-20C0, U+2113, U+2C60-2C7F, U+A720-A7FF"
)
SIGNS = without(LATIN, (*BASIC, *WESTERN))
OTHERS = without(EXTENDED, (*BASIC, *WESTERN, *CENTRAL, *SIGNS))


@dataclass(frozen=True)
class Face:
    """A file of a typeface: where its letters come from, which of them it keeps, and what it leaves of the axes."""

    family: str
    name: str
    source: str
    letters: Ranges
    weights: str
    style: str = "normal"
    axes: tuple[str, ...] = ()
    is_whole: bool = False

    @property
    def rule(self) -> str:
        return (
            "@font-face{"
            f'font-family:"{self.family}";src:url("fonts/{self.name}.woff2") format("woff2");'
            f"font-weight:{self.weights};font-style:{self.style};font-display:swap;"
            f"unicode-range:{written(self.letters)}"
            "}"
        )


def cuts(family: str, name: str, source: str, weights: str, **rest: Any) -> tuple[Face, ...]:
    """The slices of one face; `source` is the package's file name with `{}` for the script."""
    slices = (
        ("others", "latin-ext", OTHERS),
        ("signs", "latin", SIGNS),
        ("central", "latin-ext", CENTRAL),
        ("western", "latin", WESTERN),
        ("basic", "latin", BASIC),
    )
    return tuple(
        Face(family, f"{name}-{part}", source.format(script), letters, weights, **rest)
        for part, script, letters in slices
    )


def whole(family: str, name: str, source: str, weights: str) -> tuple[Face, ...]:
    """The face as its package has it, in two scripts."""
    return (
        Face(family, f"{name}-extended", source.format("latin-ext"), EXTENDED, weights, is_whole=True),
        Face(family, f"{name}-latin", source.format("latin"), LATIN, weights, is_whole=True),
    )


BRICOLAGE = "bricolage-grotesque-{}-opsz-normal"
FACES = (
    *cuts("Bricolage", "bricolage", BRICOLAGE, "600 800", axes=("opsz=28", "wght=650")),
    *whole("Bricolage Essay", "bricolage-essay", BRICOLAGE, "200 800"),
    *cuts("Figtree", "figtree", "figtree-{}-wght-normal", "300 900"),
    *cuts("Figtree", "figtree-italic", "figtree-{}-wght-italic", "300 900", style="italic"),
)


def write(packages: list[Path], vendor: Path, scratch: Path) -> None:
    """Write every face below `vendor/fonts`, and `vendor/fonts.css`, from the unpacked packages."""
    python = tools(scratch / "tools")
    target = vendor / "fonts"
    target.mkdir(exist_ok=True)
    for old in target.iterdir():
        old.unlink()
    for face in FACES:
        (source,) = (path for folder in packages for path in folder.glob(f"files/{face.source}.woff2"))
        source = source if face.is_whole else subset(python, face, source, scratch)
        (target / f"{face.name}.woff2").write_bytes(source.read_bytes())
    comment = "/* Bricolage Grotesque and Figtree, OFL-1.1: see licenses. Written by bin/vendor (bin/lib/fonts.py). */"
    (vendor / "fonts.css").write_text("\n".join([comment, *(face.rule for face in FACES), ""]), encoding="utf-8")


def tools(folder: Path) -> Path:
    """A Python of its own that has fontTools: nothing else in the project needs it."""
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    run(python, "pip", "install", "--quiet", "--disable-pip-version-check", *TOOLS)
    return python


def subset(python: Path, face: Face, source: Path, scratch: Path) -> Path:
    """The file with the letters of `face` alone, and then with its axes alone."""
    letters, axes = scratch / f"{face.name}-letters.woff2", scratch / f"{face.name}-axes.woff2"
    run(
        python,
        "fontTools.subset",
        str(source),
        f"--unicodes={written(face.letters)}",
        f"--layout-features={FEATURES if face.letters == BASIC else ACCENTED}",
        "--flavor=woff2",
        "--notdef-outline",
        "--name-IDs=0,13,14",
        f"--output-file={letters}",
    )
    if not face.axes:
        return letters
    run(
        python,
        "fontTools.varLib.instancer",
        str(letters),
        *face.axes,
        "--no-recalc-timestamp",
        "--quiet",
        f"--output={axes}",
    )
    return axes


def run(python: Path, module: str, *arguments: str) -> None:
    done = subprocess.run([python, "-m", module, *arguments], capture_output=True, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        raise Stop(f"{module} failed")
