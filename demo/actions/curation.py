"""What leaders, curators and authors of the demo company did with ideas once they were there."""

from datetime import timedelta
from random import Random

from django.utils import timezone

from curation import actions as curation
from demo import company
from demo.actions.campaigns import Talk, note, speaker, within
from demo.actions.people import Staff
from ideas import actions
from ideas.models import Campaign, Comment
from people.models import User
from votes.actions import see_news

READ_WITHIN = timedelta(days=5)
CURATED = "delivery-day"


def load_talk(chance: Random, staff: Staff, talk: Talk) -> None:
    """Replies, and what leaders said, after the comments that they answer."""
    content = company.read("curation")
    for row in content["reply"]:
        campaign = talk.ideas[row["idea"]].campaign
        _add(chance, talk, row, speaker(staff, talk, campaign, row), parent=talk.comments[row["idea"]][row["comment"]])
    for row in content["leader"]:
        _add(chance, talk, row, staff.named[row["by"]])


def _add(chance: Random, talk: Talk, row: company.Row, by: User, parent: Comment | None = None) -> None:
    idea = talk.ideas[row["idea"]]
    moment = within(idea.campaign, chance, row["day"])
    note(idea.campaign, by, moment)
    actions.comment(by=by, idea=idea, text=row["text"], parent=parent, at=moment)


def read_so_far(staff: Staff) -> None:
    """Whoever has a name in the story has read the news of earlier campaigns."""
    for user in staff.named.values():
        see_news(by=user)


def load_curation(staff: Staff, talk: Talk) -> None:
    """What was read, changed words, questions and answers, merges, a decision, flags, and what somebody follows."""
    content, mod = company.read("curation"), staff.named["curator"]
    lately = timezone.now() - READ_WITHIN
    curation.mark_read(by=mod, ideas=[idea for idea in talk.ideas.values() if idea.submitted_at < lately])
    for row in content["edit"]:
        words = {name: row[name] for name in ("title", "better") if name in row}
        actions.edit(by=talk.authors[row["idea"]], idea=talk.ideas[row["idea"]], **words)
    for row in content["question"]:
        question = curation.ask(by=mod, idea=talk.ideas[row["idea"]], text=row["text"])
        if "answer" in row:
            curation.answer(by=talk.authors[row["idea"]], question=question, text=row["answer"])
    for row in content["merge"]:
        curation.merge(by=mod, idea=talk.ideas[row["idea"]], into=talk.ideas[row["into"]])
    for row in content["status"]:
        curation.set_status(by=mod, idea=talk.ideas[row["idea"]], status=row["status"], reason=row["reason"])
    for row in content["flag"]:
        said = talk.comments[row["idea"]][row["comment"]] if "comment" in row else None
        (by, *_others) = staff.seats(row["unit"], row["job"])
        actions.flag(by=by, idea=talk.ideas[row["idea"]], comment=said, why=row["why"], note=row["note"])
    for row in content["follow"]:
        for key in row["ideas"]:
            actions.follow(by=staff.named[row["by"]], idea=talk.ideas[key])


def search(campaigns: dict[str, Campaign]) -> None:
    """What the machine suggests for the campaign that is being curated."""
    run = curation.start_run(by=None, campaign=campaigns[CURATED])
    curation.search(run_id=run.pk)
