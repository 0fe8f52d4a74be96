"""Fetches the browser files that Cocreate ships and writes them to `static/vendor/`.

Needs Node's `npm`, and only here: the result is committed, so people who run or change Cocreate never need Node.
Every package is fetched at the version pinned below with `npm pack`, so npm's own settings (mirror, proxy) apply.
What reaches a phone is cut down to what pages use, since every page waits for it:

- Bootstrap holds the rules of the classes that templates, tags and scripts name (`styles.py`);
- the typefaces come in slices that a browser loads as it meets their letters (`fonts.py`);
- the icons are those of `static/vendor/icons.txt`, one a line.

Use another class of Bootstrap, or add a name to `icons.txt`: run this, and commit both. The same versions and templates
give the same files.
"""

import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import environment
import fonts
import styles
from environment import ROOT, Stop, say, step

VENDOR = ROOT / "static" / "vendor"


@dataclass(frozen=True)
class Package:
    """An npm package: `files` maps a path inside it to a path below `static/vendor/`."""

    name: str
    version: str
    licence: str
    files: dict[str, str] = field(default_factory=dict)
    notices: tuple[str, ...] = ("LICENSE",)

    @property
    def label(self) -> str:
        """The name as a file name: no scope, no slash."""
        return self.name.rpartition("/")[2]


BOOTSTRAP = Package("bootstrap", "5.3.9", "MIT")
ICONS = Package("bootstrap-icons", "1.13.2", "MIT")
FONTS = (
    Package("@fontsource-variable/bricolage-grotesque", "5.3.0", "OFL-1.1"),
    Package("@fontsource-variable/figtree", "5.3.0", "OFL-1.1"),
)
# The smaller official builds hold neither `custom` nor `sankey`.
ECHARTS = Package(
    "echarts",
    "6.1.0",
    "Apache-2.0",
    {"dist/echarts.min.js": "echarts.min.js"},
    ("LICENSE", "NOTICE", "licenses/LICENSE-d3"),
)
PACKAGES = (BOOTSTRAP, ICONS, *FONTS, ECHARTS)


def main() -> int:
    if sys.argv[1:]:
        say(f"usage: bin/vendor\n\n{__doc__}")
        return 0 if {"-h", "--help"} & set(sys.argv) else 2
    npm = shutil.which("npm")
    if npm is None:
        raise Stop("npm is missing. The files in static/vendor/ are committed: you need it only to change them.")
    with tempfile.TemporaryDirectory() as scratch:
        folders = {package.name: fetch(npm, package, Path(scratch)) for package in PACKAGES}
        for package in PACKAGES:
            folder = folders[package.name]
            for source, target in package.files.items():
                write(target, without_map((folder / source).read_text(encoding="utf-8")))
            write_licence(package, folder)
        write_bootstrap(folders[BOOTSTRAP.name])
        write_sprite(folders[ICONS.name])
        with step("Slicing the typefaces"):
            fonts.write([folders[package.name] for package in FONTS], VENDOR, Path(scratch))
    write_readme()
    return 0


def fetch(npm: str, package: Package, into: Path) -> Path:
    """Download and unpack `package` below `into`; return its folder."""
    target = into / package.label
    target.mkdir()
    spec = f"{package.name}@{package.version}"
    with step(f"Fetching {spec}"):
        done = subprocess.run([npm, "pack", "--silent", spec], cwd=target, capture_output=True, text=True)
    if done.returncode:
        raise Stop(f"{spec} could not be fetched: {(done.stderr.strip() or 'npm failed').splitlines()[-1]}")
    (archive,) = target.glob("*.tgz")
    with tarfile.open(archive) as tar:
        tar.extractall(target, filter="data")
    return target / "package"


def write(name: str, text: str) -> None:
    (VENDOR / name).parent.mkdir(parents=True, exist_ok=True)
    (VENDOR / name).write_text(text, encoding="utf-8")


def without_map(text: str) -> str:
    """The text without its source map comment: the manifest storage fails on a map that is not there."""
    return re.sub(r"\n?(/\*# sourceMappingURL=.*?\*/|//# sourceMappingURL=\S+)\s*$", "\n", text)


def write_licence(package: Package, folder: Path) -> None:
    """Keep the package's licence and notices, word for word, in one file."""
    texts = [(folder / name).read_text(encoding="utf-8").strip() for name in package.notices]
    write(f"licenses/{package.label}.txt", "\n\n".join(texts) + "\n")


def write_bootstrap(folder: Path) -> None:
    whole = (folder / "dist/css/bootstrap.min.css").read_text(encoding="utf-8")
    own = "".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("static/cocreate/*.css")))
    part = styles.cut(without_map(whole), styles.named(ROOT), own)
    notice = f"/*! Bootstrap {BOOTSTRAP.version}, MIT licence, cut down by bin/vendor: see licenses/bootstrap.txt */"
    write("bootstrap.min.css", f"{notice}\n{part}\n")


def write_sprite(folder: Path) -> None:
    """Make one SVG of the icons named in `icons.txt`; each is `#i-<name>`."""
    names = sorted({*(VENDOR / "icons.txt").read_text(encoding="utf-8").split()})
    lines = [
        '<svg xmlns="http://www.w3.org/2000/svg">',
        f"<!-- Bootstrap Icons {ICONS.version}, MIT licence: see licenses/{ICONS.label}.txt -->",
    ]
    for name in names:
        source = folder / "icons" / f"{name}.svg"
        if not source.exists():
            raise Stop(f"icons.txt names {name!r}, which is not in {ICONS.name} {ICONS.version}")
        body = re.sub(r"^<svg[^>]*>|</svg>$", "", source.read_text(encoding="utf-8").strip())
        drawing = re.sub(r">\s+<", "><", body.strip())
        lines.append(f'<symbol id="i-{name}" viewBox="0 0 16 16">{drawing}</symbol>')
    write("icons.svg", "\n".join([*lines, "</svg>", ""]))
    write("icons.txt", "\n".join([*names, ""]))


def write_readme() -> None:
    """Say what lies here, at which version and under which licence."""
    rows = [
        f"| {p.name} | {p.version} | {p.licence} | [licenses/{p.label}.txt](licenses/{p.label}.txt) |" for p in PACKAGES
    ]
    text = [
        "# Vendored browser files",
        "",
        "Written by `bin/vendor`; do not edit by hand. Bootstrap and the typefaces are cut down to what pages use, and",
        "`icons.txt` lists the icons in the sprite.",
        "",
        "| package | version | licence | text |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
    ]
    write("README.md", "\n".join(text))


if __name__ == "__main__":
    environment.run(main)
