"""What the staff of the demo company said, and how they voted."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from demo import company
from demo.actions.people import Staff
from ideas import actions
from ideas.models import Campaign, Comment, Idea
from people.models import User
from votes.actions import cast, draw_for_you, place_released

DATES = ("listens_at", "curates_at", "shapes_at", "publishes_at", "follows_at")
RULES = ("title", "question", "context", "asked_by", "anonymous_allowed", "smallest_group", "answer_threshold")


@dataclass
class Talk:
    """Ideas by key, their rows, and who has spoken in which campaign: they vote first."""

    ideas: dict[str, Idea] = field(default_factory=dict)
    rows: dict[str, company.Row] = field(default_factory=dict)
    authors: dict[str, User] = field(default_factory=dict)
    comments: dict[str, list[Comment]] = field(default_factory=dict)
    speakers: dict[str, list[User]] = field(default_factory=dict)


def load_campaigns(today: date) -> dict[str, Campaign]:
    """The five campaigns, one in each step of the road as of `today`. By address."""
    from people.queries import unit_by_code

    loaded = {}
    for row in company.read("campaigns")["campaign"]:
        audience = [unit_by_code(code) for code in row["audience"] if code != "FH"]
        loaded[row["slug"]] = actions.open_campaign(
            by=None,
            slug=row["slug"],
            audience=[unit for unit in audience if unit is not None],
            answer_days=row["answer_days"],
            coverage_goal=round(100 * row["coverage_goal"]),
            **{name: row[name] for name in RULES},
            **{name: _moment(today, row[name]) for name in DATES},
        )
    return loaded


def _moment(today: date, days: int) -> datetime:
    return timezone.make_aware(datetime.combine(today + timedelta(days=days), time(6)))


def load_ideas(chance: Random, staff: Staff, campaigns: dict[str, Campaign]) -> Talk:
    """Ideas and comments, each said by somebody of that unit and job."""
    talk = Talk()
    for slug, rows in company.ideas().items():
        for row in sorted(rows, key=lambda row: row["day"]):
            _say(chance, staff, campaigns[slug], talk, row)
    return talk


def _say(chance: Random, staff: Staff, campaign: Campaign, talk: Talk, row: company.Row) -> None:
    author = staff.named[row["author"]] if "author" in row else speaker(staff, talk, campaign, row)
    moment = within(campaign, chance, row["day"])
    note(campaign, author, moment)
    idea = actions.submit(
        by=author,
        campaign=campaign,
        title=row["title"],
        today=row["today"],
        better=row["better"],
        stage=staff.stages.get(row.get("stage", "")),
        barrier=row.get("barrier", ""),
        anonymous=row.get("anonymous", False),
        language=row.get("language", "en"),
        at=moment,
    )
    talk.ideas[row["key"]], talk.rows[row["key"]], talk.authors[row["key"]] = idea, row, author
    for said in row.get("comments", []):
        by = speaker(staff, talk, campaign, said)
        at = max(within(campaign, chance, said["day"]), moment + timedelta(minutes=20))
        note(campaign, by, at)
        talk.comments.setdefault(row["key"], []).append(actions.comment(by=by, idea=idea, text=said["text"], at=at))


def speaker(staff: Staff, talk: Talk, campaign: Campaign, row: company.Row) -> User:
    """Somebody of that unit and job: in a quiet unit always the same one, elsewhere who has said the least."""
    seats, spoken = staff.seats(row["unit"], row["job"]), talk.speakers.setdefault(campaign.slug, [])
    if row["unit"] in staff.quiet:
        speaker = next((user for user in seats if user in spoken), seats[0])
    else:
        speaker = min(seats, key=spoken.count)
    spoken.append(speaker)
    return speaker


def within(campaign: Campaign, chance: Random, day: int) -> datetime:
    """A moment in working hours of that day of the campaign, not in the future."""
    moment = campaign.listens_at + timedelta(days=day, minutes=chance.randrange(0, 14 * 60))
    return min(moment, timezone.now(), campaign.curates_at - timedelta(minutes=1))


def note(campaign: Campaign, user: User, at: datetime) -> None:
    """Write down that somebody took part on a day in the past, which no job could find out."""
    unit = user.unit.pk if user.unit else None
    actions.note_many_taken_part(campaign=campaign, days=[(user.pk, unit, at)])


def load_votes(chance: Random, staff: Staff, campaigns: dict[str, Campaign], talk: Talk) -> int:
    """Votes with structure: units differ in how many take part and in what they want. Returns how many were cast."""
    rows = company.read("campaigns")["campaign"]
    return sum(_load_votes_of(row, chance, staff, campaigns[row["slug"]], talk) for row in rows)


def _load_votes_of(row: company.Row, chance: Random, staff: Staff, campaign: Campaign, talk: Talk) -> int:
    """The votes of one campaign. Ideas are placed in its orders from time to time, as a job would do it."""
    voting = row["voting"]
    keys = [key for key, idea in talk.ideas.items() if idea.campaign_id == campaign.pk]
    votes: Counter[int] = Counter()
    for code, people in staff.by_unit.items():
        if not _is_asked(staff, campaign, code):
            continue
        share = voting["units"].get(code, voting["share"])
        for voter in _voters(chance, people, round(share * len(people)), talk.speakers.get(row["slug"], [])):
            votes.update(_vote(chance, campaign, voter, staff.kinds[code], voting, keys, talk))
        place_released(campaign)
    actions.add_seen({pk: 3 * number // 2 for pk, number in votes.items()})
    draw_for_you(campaign, seed=row["slug"])
    return votes.total()


def _is_asked(staff: Staff, campaign: Campaign, code: str) -> bool:
    audience = list(campaign.audience.all())
    return not audience or any(staff.units[code].path.startswith(unit.path) for unit in audience)


def _voters(chance: Random, people: list[User], number: int, speakers: list[User]) -> list[User]:
    first = [user for user in people if user in speakers]
    rest = [user for user in people if user not in speakers]
    chance.shuffle(rest)
    return (first + rest)[:number]


def _vote(
    chance: Random,
    campaign: Campaign,
    voter: User,
    kind: str,
    voting: company.Row,
    keys: list[str],
    talk: Talk,
) -> list[int]:
    """One person's votes. Returns the ids of the ideas."""
    days = max(1, min((campaign.curates_at - campaign.listens_at).days, (timezone.now() - campaign.listens_at).days))
    moment = within(campaign, chance, chance.randrange(days))
    others = [key for key in keys if talk.authors[key] != voter]
    wanted: int = min(len(others), max(3, round(voting["votes_each"] * chance.choice((0.4, 0.7, 1, 1, 1.3, 1.9)))))
    note(campaign, voter, moment)
    mine = chance.sample(others, wanted)
    for key in mine:
        row = talk.rows[key]
        likes = min(0.97, max(0.03, row["appeal"] + row.get("lean", {}).get(kind, 0)))
        passes = chance.random() < voting["pass_share"]
        choice = "pass" if passes else ("support" if chance.random() < likes else "object")
        cast(by=voter, idea=talk.ideas[key], choice=choice, at=moment)
    return [talk.ideas[key].pk for key in mine]
