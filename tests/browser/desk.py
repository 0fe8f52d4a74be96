"""A campaign in which everything has happened once that curators and authors see: `python manage.py shell < …`.

Where its pages are is written to the file that the environment names, by persona and name.
"""

import json
import os
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

from curation import actions as curation
from demo import queries as demo
from ideas import actions
from ideas.images import redraw
from ideas.models import Campaign, Case, Idea
from people.models import User
from tests import factories
from tests.curation.suggesting import PARKING, QUEUES, say, searched, suggested
from tests.pictures import picture
from votes.actions import cast

personas = {each.key: each.user for each in demo.personas()}
ada, mirela = (personas[key] for key in ("employee", "curator"))
bo, noor = factories.person("Bo", job_title="Shift lead"), factories.person("Noor", job_title="Fitter")
HURT = {"why": "hurtful", "note": "Nobody at the **front desk** deserves this."}
WHY = "It tells something about a customer that nobody outside the store may know."


def case_of(idea: Idea) -> int:
    """The last case of an idea."""
    return Case.objects.filter(idea=idea).latest("pk").pk


def moderated(campaign: Campaign) -> dict[str, int]:
    """A case of each kind, by its name: which page shows it."""
    named = factories.idea(bo, campaign, "Give the store a line", today="Now one calls rosa.lind@example.com at home")
    flagged = factories.idea(bo, campaign, "Send the till home early", today="They only stand about.")
    for who in (ada, noor):
        actions.flag(by=who, idea=flagged, **HURT)
    below = factories.idea(noor, campaign, "Chairs beside every till")
    said = actions.comment(by=bo, idea=below, text="Whoever thinks of that has *never* worked here.")
    actions.flag(by=ada, idea=below, comment=said, **HURT)
    secret = [factories.idea(noor, campaign, f"Close the side door {at}", anonymous=True) for at in range(3)]
    actions.flag(by=ada, idea=secret[0], why="off_topic")
    again = hidden(factories.idea(ada, campaign, "Tell customers who ordered what"))
    actions.object_to(by=ada, case=Case.objects.get(pk=case_of(again)), objection="No customer is named in it.")
    names = {"named": named, "flagged": flagged, "anonymous": secret[0], "objected": again}
    return {name: case_of(idea) for name, idea in names.items()} | {"comment": Case.objects.get(comment=said).pk}


def hidden(idea: Idea) -> Idea:
    case = actions.flag(by=bo, idea=idea, why="confidential")
    actions.decide(by=mirela, case=case, outcome="hidden", reason=WHY)
    return idea


def own(campaign: Campaign) -> dict[str, str]:
    """What the author of ideas finds about them: images, earlier words, a decision, questions. Its pages."""
    seen = factories.idea(ada, campaign, "A bench where the bus stops", better="People wait with their bags.")
    for size in ((640, 360), (240, 400)):
        actions.attach(by=ada, idea=seen, image=redraw(picture("PNG", size)), alt="The bus stop without a bench")
    cast(by=bo, idea=seen, choice="support")
    actions.edit(
        by=ada, idea=factories.fresh(seen), title="A bench and a roof where the bus stops", better="They get wet."
    )
    gone = hidden(factories.idea(ada, campaign, "Read out the names of late payers"))
    asked = curation.ask(by=mirela, idea=factories.idea(ada, campaign, "Warm the hall"), text="In which months?")
    told = curation.ask(by=mirela, idea=factories.idea(ada, campaign, "Cool the hall"), text="At what hour?")
    curation.answer(by=ada, question=told, text="From two in the afternoon.")
    return {
        "idea with earlier words": f"/ideas/{seen.pk}/",
        "what it said before": f"/ideas/{seen.pk}/changes/",
        "its images": f"/ideas/{seen.pk}/images/",
        "what moderators decided": f"/ideas/{gone.pk}/decisions/",
        "question to answer": f"/questions/{asked.pk}/answer/",
        "idea with an answer": f"/ideas/{told.idea_id}/",
    }


def curated(mod: User, campaign: Campaign, ideas: list[Idea]) -> dict[str, str]:
    """What a curator has done: a theme, a status, a merge, and suggestions of the machine. Its pages."""
    theme = factories.theme(mod, campaign, *ideas[:5], title="Waiting you can plan for")
    curation.change_theme(by=mod, theme=theme, title=theme.title, summary="People say *when* they come.\n\n- and why")
    curation.set_status(by=mod, idea=ideas[0], status="declined", reason="Only 3% of visits would move.")
    survivor = curation.merge(by=mod, idea=ideas[5], into=ideas[6])
    searched(mod, campaign)
    [group, *_] = suggested(campaign)
    same = next(row for row in suggested(campaign, "duplicate") if len(row.ideas) > 2)
    return {
        "theme": f"/themes/{theme.pk}/",
        "form of a theme": f"/themes/{theme.pk}/edit/",
        "split": f"/themes/{theme.pk}/split/?idea={ideas[1].pk}",
        "idea that others were merged into": f"/ideas/{survivor.pk}/",
        "idea that was merged": f"/ideas/{ideas[5].pk}/",
        "merge": f"/ideas/{ideas[7].pk}/merge/?board=1",
        "merge with a search": f"/ideas/{ideas[7].pk}/merge/?q=queue",
        "ask": f"/ideas/{ideas[7].pk}/ask/",
        "status": f"/ideas/{ideas[7].pk}/status/",
        "suggested group": f"/suggestions/{group.pk}/",
        "suggested duplicates": f"/suggestions/{same.pk}/",
    }


campaign = factories.campaign(slug="desk", title="Doors, tills and bicycles")
QUEUE = "Open a second till when the queue grows long"
ideas = [*say(bo, campaign, *(f"Say how long one waits at door {at}" for at in range(8)), *PARKING)]
say(noor, campaign, *QUEUES, QUEUE, f"{QUEUE}.", f"{QUEUE}!")
Idea.objects.filter(pk__in=[idea.pk for idea in ideas[7:10]]).update(submitted_at=timezone.now() - timedelta(days=21))
cases = moderated(campaign)
pages = own(campaign)
campaign = factories.set_step(factories.fresh(campaign), "curate")
board = curated(mirela, campaign, [factories.fresh(idea) for idea in ideas])
found = {
    "employee": pages
    | {"news": "/notices/", "search": "/search/?q=till", "search with filters": "/search/?q=wait&order=new"},
    "curator": board
    | {f"case: {name}": f"/cases/{pk}/" for name, pk in cases.items()}
    | {
        "work queue": "/curation/queue/",
        "moderation": "/campaigns/desk/moderation/",
        "hidden texts": "/campaigns/desk/moderation/?show=hidden",
        "suggestions": "/curation/desk/suggestions/",
        "board": "/curation/desk/",
        "log": "/curation/desk/log/",
        "export": "/campaigns/desk/export/",
        "poster": "/campaigns/desk/poster/",
    },
}
Path(os.environ["DESK"]).write_text(json.dumps(found), encoding="utf-8")
