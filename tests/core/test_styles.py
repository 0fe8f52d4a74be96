"""Styles are cut down to what pages use, and production serves them as one sheet. What a page names must be there."""

import importlib.util
import re
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template import Context, Template
from django.test import override_settings

from core.storage import OWN, PARTS, SHEET

pytestmark = pytest.mark.xdist_group("styles")
ROOT = Path(settings.BASE_DIR)
STATIC = ROOT / "static"
# Found by scripts and tests, or the state of a thing that looks as it always does: nobody styles them.
HOOKS = {"cc-bell", "cc-result", "cc-talk", "due", "heard", "nav-item"}
IN_EARNEST = {"staticfiles": {"BACKEND": "core.storage.OneSheet"}}
OTHERS = ["drf_spectacular_sidecar", "rest_framework", "django_htmx", "account", "echarts*"]


@pytest.fixture(scope="module")
def styles() -> ModuleType:
    """The module with which bin/vendor cuts Bootstrap down."""
    spec = importlib.util.spec_from_file_location("styles", ROOT / "bin/lib/styles.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def text(name: str) -> str:
    return (STATIC / name).read_text()


def test_every_class_of_a_template_has_a_rule(styles: ModuleType) -> None:
    """Of Bootstrap's, bin/vendor takes over what templates name: run it after naming another."""
    known = {name for part in PARTS for name in styles.classes(text(part))}
    known |= styles.classes((ROOT / "templates/strategy/digest.css").read_text())  # a mail brings its own

    assert {name: str(path) for name, path in styles.in_templates(ROOT).items() if name not in known | HOOKS} == {}


def test_bootstrap_holds_nothing_that_no_page_names(styles: ModuleType) -> None:
    assert styles.classes(text("vendor/bootstrap.min.css")) - styles.named(ROOT) == set()


def test_every_style_sheet_of_ours_is_a_part_of_the_one() -> None:
    assert {path.stem for path in STATIC.glob("cocreate/*.css")} == set(OWN)


def test_the_typefaces_are_where_their_rules_say() -> None:
    named = set(re.findall(r'url\("(.*?)"\)', text("vendor/fonts.css")))

    assert named == {f"fonts/{path.name}" for path in (STATIC / "vendor/fonts").iterdir()}


def test_the_letters_of_english_and_german_come_in_one_file() -> None:
    """Else every German page would fetch two. A letter belongs to one file of a face only."""
    basic = [rule for rule in text("vendor/fonts.css").splitlines() if "figtree-basic" in rule]
    letters = {chr(at) for first, last in spans(basic[0]) for at in range(first, last + 1)}

    assert set("AZaz09 äöüÄÖÜß„“”’…–—€£°§·«»\u00a0\u00ad") <= letters


def spans(rule: str) -> list[tuple[int, int]]:
    parts = re.findall(r"U\+([0-9A-F]+)(?:-([0-9A-F]+))?", rule)
    return [(int(first, 16), int(last or first, 16)) for first, last in parts]


def test_a_letter_belongs_to_one_file_of_a_face() -> None:
    files: dict[str, list[tuple[int, int]]] = {}
    for rule in text("vendor/fonts.css").splitlines():
        if found := re.search(
            r"fonts/((?:bricolage|figtree|figtree-italic)-(?:basic|western|central|signs|others))", rule
        ):
            files[found[1]] = spans(rule)

    for face in ("bricolage", "figtree", "figtree-italic"):
        parts = [range(a, b + 1) for name, pairs in files.items() if name.rpartition("-")[0] == face for a, b in pairs]
        letters = [at for part in parts for at in part]
        assert len(letters) == len(set(letters)) > 500


@pytest.fixture
def collected(tmp_path: Path) -> Any:
    """What `collectstatic` makes of our own files in production."""
    with override_settings(STATIC_ROOT=str(tmp_path), STORAGES={**settings.STORAGES, **IN_EARNEST}):
        call_command("collectstatic", "--no-input", "-v0", *[f"--ignore={name}" for name in OTHERS])
        yield tmp_path


def test_production_links_to_one_sheet_that_holds_every_part(collected: Path, styles: ModuleType) -> None:
    links = Template("{% styles %}").render(Context())

    (name,) = re.findall(r'<link rel="stylesheet" href="/static/(.*?)">', links)
    assert re.fullmatch(r"cocreate/all\.[0-9a-f]{12}\.css", name)
    sheet = (collected / name).read_text()
    assert styles.classes(sheet) == {each for part in PARTS for each in styles.classes(text(part))}
    assert (collected / f"{name}.br").exists()
    assert all((collected / "cocreate" / address).exists() for address in re.findall(r'url\("(\.\./.*?)"\)', sheet))
    assert re.search(r"figtree-basic\.[0-9a-f]{12}\.woff2", sheet)


def test_the_sheet_is_made_anew_each_time(collected: Path) -> None:
    before = staticfiles_storage.url(SHEET)

    call_command("collectstatic", "--no-input", "-v0", *[f"--ignore={name}" for name in OTHERS])

    assert staticfiles_storage.url(SHEET) == before


def test_who_develops_sees_every_part_by_itself() -> None:
    links = Template("{% styles %}").render(Context())

    assert [f'href="/static/{name}"' in links for name in PARTS] == [True] * len(PARTS)
