"""What curators and leaders of the demo company made of it."""

from datetime import date, datetime, time, timedelta

from django.utils import timezone

from curation.actions import create_theme, place
from curation.models import Theme
from demo import company
from demo.actions.campaigns import Talk
from demo.actions.people import Staff
from ideas.actions import set_status
from ideas.models import Campaign
from people.models import User
from strategy import actions
from strategy.models import Priority, Strategy

DECIDED = {"shortlisted", "adopted", "delivered", "declined"}


def load_themes(staff: Staff, campaigns: dict[str, Campaign], talk: Talk) -> dict[tuple[str, str], Theme]:
    """Themes with their ideas, and where each idea has got to. By campaign and title."""
    mod = staff.named["curator"]
    themes = {}
    for row in company.read("themes")["theme"]:
        campaign = campaigns[row["campaign"]]
        at = min(campaign.curates_at + timedelta(days=2, hours=3), timezone.now())
        theme = create_theme(by=mod, campaign=campaign, title=row["title"], summary=row["summary"], at=at)
        themes[(row["campaign"], row["title"])] = theme
        place(by=mod, theme=theme, ideas=[talk.ideas[key] for key in row["ideas"]], at=at)
    for key, row in talk.rows.items():
        if row.get("status") in DECIDED:
            idea = talk.ideas[key]
            at = min(idea.campaign.curates_at + timedelta(days=4), timezone.now())
            set_status(by=mod, idea=idea, status=row["status"], reason=row.get("reason", ""), at=at)
    return themes


def load_strategies(
    today: date,
    staff: Staff,
    campaigns: dict[str, Campaign],
    talk: Talk,
    themes: dict[tuple[str, str], Theme],
) -> int:
    """Strategies, the publication of one, and what leaders promised. Returns how many strategies there are."""
    content = company.read("strategies")
    eve = staff.named["executive"]
    for row in content["strategy"]:
        strategy = actions.draft(
            by=eve,
            slug=row["slug"],
            title=row["title"],
            intent=row["intent"].strip(),
            not_doing=row["what_we_will_not_do"].strip(),
            horizon_on=today + timedelta(days=row["horizon_days"]),
            campaigns=[campaigns[row["campaign"]]],
        )
        priorities = [_priority(eve, strategy, one, staff, talk, themes, row["campaign"]) for one in row["priority"]]
        made = today + timedelta(days=row.get("published_days", -7))
        if row["status"] == "published":
            actions.publish(by=eve, strategy=strategy, at=timezone.make_aware(datetime.combine(made, time(9))))
        for promise in [one for one in content["commitment"] if one["strategy"] == row["slug"]]:
            _promise(promise, strategy, priorities, staff, today, made)
    return len(content["strategy"])


def _priority(
    by: User,
    strategy: Strategy,
    row: company.Row,
    staff: Staff,
    talk: Talk,
    themes: dict[tuple[str, str], Theme],
    campaign: str,
) -> Priority:
    priority = actions.add_priority(
        by=by,
        strategy=strategy,
        title=row["title"],
        statement=row["statement"],
        rationale=row["rationale"].strip(),
        objective=row["objective"],
        sponsor=staff.named[row["sponsor"]],
    )
    wanted = [themes[(campaign, title)] for title in row["themes"]]
    return actions.ground(
        by=by, priority=priority, themes=wanted, ideas=[talk.ideas[key] for key in row.get("ideas", [])]
    )


def _promise(
    row: company.Row, strategy: Strategy, priorities: list[Priority], staff: Staff, today: date, made: date
) -> None:
    leader = staff.named[row["leader"]]
    promise = actions.promise(
        by=leader,
        strategy=strategy,
        promise=row["promise"],
        due_on=today + timedelta(days=row["due_days"]),
        priority=priorities[row["priority"] - 1],
        made_on=made,
    )
    settled = row["status"] == "kept"
    if settled or row["words"]:
        on = today + timedelta(days=row.get("settled_days", 0))
        actions.settle(by=leader, commitment=promise, status="kept" if settled else "", words=row["words"], on=on)
