"""Every message of the source, in every language that a person can choose."""

import io
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from babel.messages import Catalog
from babel.messages.catalog import Message
from babel.messages.mofile import read_mo, write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.test import Client
from django.urls import reverse

from ideas.models import Campaign, Idea
from people.models import User
from tests.factories import STARTS

pytestmark = pytest.mark.xdist_group("catalogues")
ROOT = Path(__file__).parents[1]
LOCALES = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|%[sd]|</?\w+")
Key = tuple[str | None, Any]

each_locale = pytest.mark.parametrize("locale", LOCALES)


def file(locale: str, kind: str, root: Path = ROOT) -> Path:
    return root / "locale" / locale / "LC_MESSAGES" / f"django.{kind}"


def catalogue(locale: str, root: Path = ROOT) -> Catalog:
    text = file(locale, "po", root).read_text(encoding="utf-8").replace("nplurals=INTEGER", "nplurals=2")
    return read_po(io.StringIO(text), abort_invalid=True)


def messages(locale: str, root: Path = ROOT) -> dict[Key, Message]:
    return {(message.context, message.id): message for message in catalogue(locale, root) if message.id}


def texts(words: str | tuple[str, ...] | list[str]) -> list[str]:
    return [words] if isinstance(words, str) else list(words)


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> set[Key]:
    """What the source says now, read anew from a copy of it."""
    if shutil.which("xgettext") is None:
        pytest.skip("GNU gettext is not here (Debian, Ubuntu: apt-get install gettext): the source cannot be compared")
    copy = tmp_path_factory.mktemp("source")
    apps = [path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    for folder in [*apps, "templates"]:
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__", "*.toml"))
    shutil.copy(ROOT / "manage.py", copy)
    file("xx", "po", copy).parent.mkdir(parents=True)
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale=xx"],
        cwd=copy,
        env={"PATH": os.environ["PATH"], "DEBUG": "1", "COCREATE_VAR": str(copy / "var")},
        check=True,
        capture_output=True,
    )
    return set(messages("xx", copy))


def test_only_languages_with_a_catalogue_can_be_chosen() -> None:
    assert sorted(LOCALES) == sorted(path.name for path in (ROOT / "locale").iterdir())


@each_locale
def test_the_catalogue_holds_what_the_source_says_and_nothing_else(locale: str, extracted: set[Key]) -> None:
    kept = set(messages(locale))

    assert sorted(extracted - kept, key=str) == [], "new in the source: run bin/words and translate"
    assert sorted(kept - extracted, key=str) == [], "gone from the source: run bin/words"


@each_locale
def test_every_message_is_translated_in_every_number(locale: str) -> None:
    numbers = catalogue(locale).num_plurals
    found = messages(locale)

    missing = [
        message.id
        for message in found.values()
        if message.fuzzy
        or not all(texts(message.string))
        or len(texts(message.string)) != (numbers if message.pluralizable else 1)
    ]

    assert found
    assert missing == []


@each_locale
def test_no_placeholder_and_no_tag_is_lost_or_made_up(locale: str) -> None:
    lost = []
    for message in messages(locale).values():
        meant = {found for text in texts(message.id) for found in PLACEHOLDER.findall(text)}
        always = set.intersection(*(set(PLACEHOLDER.findall(text)) for text in texts(message.id)))
        said = [set(PLACEHOLDER.findall(text)) for text in texts(message.string)]
        if not all(always <= each <= meant for each in said) or set().union(*said) != meant:
            lost.append(message.id)

    assert lost == []


@each_locale
def test_what_is_compiled_is_what_is_written(locale: str) -> None:
    anew = io.BytesIO()
    write_mo(anew, catalogue(locale))
    anew.seek(0)

    with file(locale, "mo").open("rb") as compiled:
        assert pairs(read_mo(compiled)) == pairs(read_mo(anew)), "run bin/words"


def pairs(compiled: Catalog) -> dict[Key, Any]:
    return {(message.context, tuple(texts(message.id))): texts(message.string) for message in compiled if message.id}


@pytest.mark.django_db
def test_a_campaign_reads_in_the_language_of_its_reader(client: Client, bo: User, campaign: Campaign) -> None:
    User.objects.filter(pk=bo.pk).update(locale="de")
    later = {name: f"2031-{month:02}-23T00:00Z" for month, name in enumerate(STARTS[1:], 5)}
    Campaign.objects.filter(pk=campaign.pk).update(**later)
    client.force_login(bo)

    response = client.get(reverse("ideas:campaign", args=[campaign.slug]))

    assert response.headers["Content-Language"] == "de"
    assert '<html lang="de"' in response.text
    assert "jetzt, bis 22. Mai 2031" in response.text
    assert "Teile eine Idee" in response.text
    assert "Share an idea" not in response.text


@pytest.mark.django_db
def test_a_vote_is_cast_in_german_words(client: Client, bo: User, idea: Idea) -> None:
    User.objects.filter(pk=bo.pk).update(locale="de")
    client.force_login(bo)

    html = client.get(reverse("ideas:detail", args=[idea.pk])).text

    assert all(word in html for word in ("Deine Stimme zu:", "Dafür", "Enthalten", "Dagegen", "Kommentare"))
