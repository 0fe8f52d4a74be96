"""What is stored about people is told to them: all of it, and nothing that is not so."""

import ast
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import models
from django.db.models import Field, Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core import personal
from core.tasks import forget
from people.models import User
from tests.promises import PROMISES

ROOT = Path(settings.BASE_DIR)
WORDS = (models.TextField, models.CharField, models.BinaryField, models.JSONField)
WORDS += (models.GenericIPAddressField, models.FileField)
# Words that are about something else than people, by model.
OTHERWISE = {
    "auth.Group": {"name"},
    "auth.Permission": {"name", "codename"},
    "contenttypes.ContentType": {"app_label", "model"},
    "core.JobRun": {"job", "period"},
    "curation.Likeliest": {"themes"},
    "curation.Merge": {"status"},
    "curation.Run": {"digest"},
    "curation.Suggestion": {"kind", "ideas", "words", "digest"},
    "curation.Theme": {"title", "summary"},
    "ideas.Campaign": {"slug", "title", "question", "context", "asked_by", "time_zone", "holidays", "words"},
    "ideas.Event": {"kind", "data"},
    "ideas.Extension": {"reason"},
    "ideas.Frequencies": {"weights"},
    "ideas.Heard": {"people"},
    "ideas.Idea": {"barrier", "status", "reason"},
    "ideas.JourneyStage": {"name", "icon", "intended_experience"},
    "ideas.Share": {"barrier", "status"},
    "notices.Alarm": {"kind", "subject", "data"},
    "notices.Message": {"channel", "error"},
    "participation.Reason": {"text"},
    "participation.Release": {"figures"},
    "people.Unit": {"path", "name", "code", "kind"},
    "strategy.Priority": {"title", "statement", "rationale", "objective"},
    "strategy.Publication": {"digest"},
    "strategy.PublishedGround": {"title"},
    "strategy.Strategy": {"slug", "title", "intent", "not_doing", "status"},
    "votes.Spread": {"people", "recount"},
    "votes.Tally": {"earlier"},
}
TOLD = dict(personal.tables())
TRANSLATED = re.compile(r'{%\s*translate\s+"([^"]*)"\s+context "promise"[^%]*%}')
BLOCKS = re.compile(r'{%\s*blocktranslate\b[^%]*context "promise"[^%]*%}(.*?){%\s*endblocktranslate\s*%}', re.DOTALL)
IN_PYTHON = re.compile(r'pgettext(?:_lazy)?\(\s*"promise",\s*"([^"]*)"')


def columns(model: type[Model]) -> Iterator[Field]:  # type: ignore[type-arg]  # it takes none when it runs
    yield from [*model._meta.local_fields, *model._meta.local_many_to_many]


def is_about_people(field: Field) -> bool:  # type: ignore[type-arg]
    return field.related_model is User or isinstance(field, WORDS)


def test_every_column_about_people_is_told() -> None:
    untold = [
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models(include_auto_created=True)
        for field in columns(model)
        if is_about_people(field)
        and field.name not in OTHERWISE.get(model._meta.label, set())
        and (model._meta.label not in TOLD or field.name not in TOLD[model._meta.label].columns)
    ]

    assert untold == []


def test_no_relation_to_a_person_is_called_something_else() -> None:
    named = [
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in columns(model)
        if field.related_model is User
    ]

    assert not [(label, name) for label, name in named if name in OTHERWISE.get(label, set())]


def test_what_is_told_is_there() -> None:
    for label, table in TOLD.items():
        names = {field.name for field in columns(apps.get_model(label))}
        assert table.columns <= names, label


def test_what_is_called_something_else_is_there() -> None:
    for label, names in OTHERWISE.items():
        assert names <= {field.name for field in columns(apps.get_model(label))}, label


@pytest.mark.django_db
def test_the_page_tells_all_of_it(client: Client, bo: User) -> None:
    client.force_login(bo)

    page = unescaped(client.get(reverse("people:trust")).content.decode())

    told = [
        str(text) for table in TOLD.values() for each in table.kept for text in (each.what, each.seen_by, each.until)
    ]
    assert [text for text in told if text not in page] == []


@pytest.mark.django_db
def test_the_page_names_the_grace_and_the_minutes_of_this_installation(
    client: Client, bo: User, settings: SimpleNamespace
) -> None:
    settings.COCREATE_KEY_GRACE_DAYS = 30
    settings.COCREATE_PERIODS = {**settings.COCREATE_PERIODS, "votes.mix": 120}
    settings.CELERY_BEAT_SCHEDULE = {"votes.mix": {"schedule": 24.0}}  # its first asking may come so much later
    client.force_login(bo)

    page = client.get(reverse("people:trust")).content.decode()

    assert ("30 days after it stopped listening" in page, "Within 3 minutes" in page) == (True, True)


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["people:settings", "home"])
def test_every_page_leads_there(name: str, client: Client, bo: User) -> None:
    client.force_login(bo)

    assert f'href="{reverse("people:trust")}"' in client.get(reverse(name)).content.decode()


def unescaped(page: str) -> str:
    return page.replace("&#x27;", "'").replace("&quot;", '"')


def promised() -> set[str]:
    """Every sentence that is marked as a promise."""
    found = set()
    for path in (ROOT / "templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        found |= set(TRANSLATED.findall(text))
        found |= {" ".join(block.split()) for block in BLOCKS.findall(text)}
    sources = [path for folder in ROOT.glob("*/__init__.py") for path in folder.parent.rglob("*.py")]
    for path in sources:
        if path.parent.name != "people" or path.name != "test_trust.py":
            found |= set(IN_PYTHON.findall(path.read_text(encoding="utf-8")))
    return found


def test_every_promise_names_its_tests_and_is_made_somewhere() -> None:
    assert promised() == set(PROMISES)


def test_all_that_prove_a_promise_are_there() -> None:
    missing = [
        test for tests in PROMISES.values() for test in tests if test.split("::")[1] not in names(test.split("::")[0])
    ]

    assert missing == []
    assert all(PROMISES.values())


def names(path: str) -> set[str]:
    file = ROOT / path
    tree = ast.parse(file.read_text(encoding="utf-8")) if file.exists() else ast.Module([], [])
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_no_sentence_of_the_page_about_votes_is_left_without_a_test() -> None:
    """On /trust every sentence is a promise, but those that tell where promises end."""
    text = (ROOT / "templates/people/_secret.html").read_text(encoding="utf-8")
    sentences = re.findall(r'{%\s*translate\s+"([^"]*\.)"([^%]*)%}', text)

    unmarked = [sentence for sentence, rest in sentences if "promise" not in rest]
    assert [sentence.split()[0] for sentence in unmarked] == ["Whoever"]


@pytest.mark.django_db
def test_sessions_that_have_ended_are_removed(client: Client, bo: User) -> None:
    client.force_login(bo)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))

    forget.apply(throw=True)

    assert not Session.objects.exists()
