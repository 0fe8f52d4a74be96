"""What the pages of everybody else tell of a person who has written and voted: nothing that says who or how."""

import re
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from ideas.models import TakenPart
from participation.actions import summarise
from people.models import User
from tests import factories
from votes.actions import cast

NAME = "Zyxwine Qopplevore"  # stands nowhere by chance


@pytest.fixture
def spoken(company: SimpleNamespace) -> SimpleNamespace:
    """Somebody has written, with a name and without; and there are those who would like to know more."""
    ada = factories.person("Ada", company.mill_lane)
    speaker = factories.person(NAME, company.mill_lane)
    campaign = factories.campaign(slug="next-visit")
    idea = factories.idea(ada, campaign)
    own, anonymous = factories.idea(speaker, campaign), factories.idea(speaker, campaign, anonymous=True)
    mod = factories.person("Mod", company.whole, "curator")
    theme = factories.theme(mod, campaign, own, anonymous, idea)
    return SimpleNamespace(
        ada=ada,
        mod=mod,
        speaker=speaker,
        campaign=campaign,
        idea=idea,
        own=own,
        theme=theme,
        eve=factories.person("Eve", company.whole, "executive"),
        ann=factories.person("Ann", company.whole, "analyst"),
        root=factories.person("Root", company.whole, "administrator"),
        crowd=[factories.person(unit=company.mill_lane) for _ in range(6)],
        anonymous=anonymous,
    )


def pages_of(world: SimpleNamespace, person: User) -> Iterator[tuple[str, str]]:
    """Every page and answer that could tell something about the campaign, as `person` sees it."""
    client = Client()
    client.force_login(person)
    slug = world.campaign.slug
    places = {
        **{name: [] for name in ("home", "ideas:campaigns", "participation:campaigns", "curation:boards")},
        **{name: [] for name in ("strategy:impact", "strategy:commitments", "notices:list", "strategy-api:impact")},
        **{name: [slug] for name in ("ideas:campaign", "curation:board", "participation:campaign")},
        **{name: [slug] for name in ("participation:figures", "ideas-api:campaign", "curation-api:ideas")},
        **{name: [slug] for name in ("curation-api:themes", "participation-api:participation")},
        **{name: [world.theme.pk] for name in ("curation:theme", "curation-api:theme")},
        **{name: [world.idea.pk] for name in ("ideas:detail", "ideas-api:comments", "curation-api:idea")},
    }
    for name, arguments in places.items():
        yield name, still(client.get(reverse(name, args=arguments)).content.decode())
    for idea in (world.own, world.anonymous):
        yield f"idea {idea.pk}", still(client.get(reverse("ideas:detail", args=[idea.pk])).content.decode())


def still(page: str) -> str:
    """The page without what differs each time it is made."""
    return re.sub(r'(nonce|value|content)="[^"]{16,}"|X-CSRFToken": "[^"]*"|"request_id":"[^"]*"', "", page)


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ada", "mod", "eve", "ann", "root"])
def test_no_page_names_whoever_took_part(who: str, spoken: SimpleNamespace) -> None:
    for voter in [spoken.speaker, *spoken.crowd]:
        cast(by=voter, idea=spoken.idea, choice="support")
    summarise(campaign=spoken.campaign)

    found = [
        (name, word)
        for name, page in pages_of(spoken, getattr(spoken, who))
        for word in (NAME, spoken.speaker.email, f'"author": {spoken.speaker.pk}')
        if word in page
    ]

    assert TakenPart.objects.filter(user=spoken.speaker).exists()
    assert found == []


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ada", "mod", "eve", "ann", "root"])
def test_nobody_else_s_page_changes_with_how_somebody_voted(who: str, spoken: SimpleNamespace) -> None:
    for voter in spoken.crowd[:5]:
        cast(by=voter, idea=spoken.idea, choice="support")
    seen = []
    for choice in ("support", "object"):
        with transaction.atomic():
            cast(by=spoken.speaker, idea=spoken.idea, choice=choice)
            seen.append(dict(pages_of(spoken, getattr(spoken, who))))
            transaction.set_rollback(True)

    assert seen[0] == seen[1]


@pytest.mark.django_db
def test_the_negative_control_one_s_own_pages_do_change(spoken: SimpleNamespace) -> None:
    for voter in spoken.crowd[:5]:
        cast(by=voter, idea=spoken.idea, choice="support")
    before = dict(pages_of(spoken, spoken.speaker))

    cast(by=spoken.speaker, idea=spoken.idea, choice="support")

    after = dict(pages_of(spoken, spoken.speaker))
    assert {name for name in before if before[name] != after[name]} >= {"ideas:detail", "ideas:campaign"}


@pytest.mark.django_db
def test_what_people_write_is_never_shown_with_their_name(client: Client, spoken: SimpleNamespace) -> None:
    client.force_login(spoken.speaker)
    client.post(reverse("ideas:comment", args=[spoken.idea.pk]), {"text": "So do we"})
    client.force_login(spoken.ada)

    pages = [client.get(reverse("ideas:detail", args=[idea.pk])).content.decode() for idea in (spoken.idea, spoken.own)]

    assert "So do we" in pages[0]
    assert [NAME in page for page in pages] == [False, False]


@pytest.mark.django_db
def test_that_somebody_took_part_is_a_day_and_no_more(spoken: SimpleNamespace) -> None:
    cast(by=spoken.crowd[0], idea=spoken.idea, choice="support")
    summarise(campaign=spoken.campaign)

    wrote, voted = (TakenPart.objects.get(user=user) for user in (spoken.speaker, spoken.crowd[0]))
    assert {field.name for field in TakenPart._meta.get_fields()} == {
        "id",
        "user",
        "campaign",
        "unit",
        "on",
        "is_first",
    }
    assert (wrote.campaign, wrote.unit, wrote.on) == (voted.campaign, voted.unit, voted.on)


@pytest.mark.django_db
def test_settings_are_one_s_own(client: Client, bo: User, ada: User) -> None:
    client.force_login(bo)
    client.post(reverse("people:settings"), {"locale": "de", "time_zone": "Europe/Berlin"})
    client.force_login(ada)

    assert 'Europe/Berlin" selected' not in client.get(reverse("people:settings")).content.decode()
    assert User.objects.get(pk=ada.pk).locale == "en"
