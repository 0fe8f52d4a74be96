"""The working text: strategies, priorities, and what they are grounded in."""

from django.db.models import Count, Max, Q, QuerySet

from core.text import search_words
from curation import queries as curation_queries
from curation.models import Theme
from ideas import queries as ideas_queries
from ideas.models import Campaign, Idea
from participation import queries as participation_queries
from people.models import User
from strategy import rules
from strategy.content import Content, PublishedCampaign, PublishedIdea, PublishedPriority
from strategy.models import Priority, Strategy
from strategy.models.strategy import StrategyQuerySet
from votes import queries as votes_queries

WORDS = 8


def strategies(viewer: User) -> StrategyQuerySet:
    """Strategies that `viewer` may see, the last changed first."""
    return Strategy.objects.visible_to(viewer).order_by("-changed_at", "-pk")


def drafts(viewer: User) -> StrategyQuerySet:
    """Strategies whose working text `viewer` may read, the last changed first."""
    found = strategies(viewer)
    return found if reads_drafts(viewer) else found.none()


def reads_drafts(viewer: User) -> bool:
    """Whether `viewer` reads working texts; everyone else reads what was published."""
    return rules.may_see_studio(viewer)


def studios(viewer: User) -> StrategyQuerySet:
    """`drafts` with `priority_count` and the number of the last `version`, for a list of them."""
    found = drafts(viewer).annotate(priority_count=Count("priorities", distinct=True))
    return found.annotate(version=Max("publications__number"))


def strategy_of(priority: Priority) -> Strategy:
    """The strategy of `priority`."""
    return priority.strategy


def priorities(viewer: User) -> QuerySet[Priority]:
    """Priorities of working texts that `viewer` may read, in order, with sponsor and grounding."""
    return (
        Priority.objects.filter(strategy__in=drafts(viewer))
        .select_related("strategy", "sponsor")
        .prefetch_related("themes", "ideas")
        .order_by("strategy_id", "position", "pk")
    )


def locked(strategy: Strategy) -> Strategy:
    """The row of `strategy`, locked until the transaction ends."""
    return Strategy.objects.select_for_update().get(pk=strategy.pk)


def candidates(viewer: User, strategy: Strategy) -> QuerySet[Theme]:
    """Themes that a priority may rest on, with `idea_count`: of the strategy's campaigns, or all if it names none."""
    shown = Q(placements__idea__withdrawn_at=None, placements__idea__hidden_at=None)
    found = curation_queries.all_themes(viewer).annotate(idea_count=Count("placements", filter=shown))
    campaigns = list(strategy.campaigns.order_by("pk"))
    return found.filter(campaign__in=campaigns) if campaigns else found


def groundable(viewer: User, strategy: Strategy, text: str = "") -> QuerySet[Idea]:
    """Ideas that a priority of `strategy` may rest on and that have every word of `text`, the best ranked first.

    A search leaves out those that were merged or declined; without one they stay, since a priority may rest on them.
    """
    found = ideas_queries.ideas(viewer)
    campaigns = list(strategy.campaigns.order_by("pk"))
    found = found.filter(campaign__in=campaigns) if campaigns else found
    found = found.exclude(status__in=[Idea.Status.MERGED, Idea.Status.DECLINED]) if text else found
    for word in search_words(text)[:WORDS]:
        found = found.filter(Q(title__icontains=word) | Q(today__icontains=word) | Q(better__icontains=word))
    return found.order_by("-rank_top", "-pk")


def grounded_ideas(priority: Priority) -> QuerySet[Idea]:
    """Every idea that `priority` rests on, by itself or through a theme, the best ranked first."""
    through = Q(placement__theme__in=priority.themes.all()) | Q(groundings__priority=priority)
    shown = Idea.objects.filter(through, withdrawn_at=None, hidden_at=None)
    return shown.select_related("unit", "campaign").distinct().order_by("-rank_top", "-pk")


def named_units(ideas: QuerySet[Idea]) -> int:
    """From how many units `ideas` come. Units of anonymous ones are not counted.

    Beside the units of the others, a number with theirs would tell where one comes from. One query.
    """
    named = ideas.filter(author_key=None).exclude(unit=None)
    return named.order_by().values("unit").distinct().count()


def content_of(strategy: Strategy) -> Content:
    """What a publication of `strategy` would hold now: the text, the ideas behind it, and released figures only."""
    rows = Priority.objects.filter(strategy=strategy).select_related("sponsor").order_by("position")
    return {
        "title": strategy.title,
        "intent": strategy.intent,
        "not_doing": strategy.not_doing,
        "horizon_on": strategy.horizon_on.isoformat() if strategy.horizon_on else None,
        "campaigns": [_campaign_content(campaign) for campaign in strategy.campaigns.order_by("listens_at", "pk")],
        "priorities": [_priority_content(row) for row in rows],
    }


def _campaign_content(campaign: Campaign) -> PublishedCampaign:
    summary = participation_queries.summary(campaign)
    figures = summary.figures if summary else {}
    return {
        "slug": campaign.slug,
        "title": campaign.title,
        "question": campaign.question,
        "invited": figures.get("invited"),
        "heard": figures.get("heard"),
        "units_heard": figures.get("units_heard"),
        "units": len(figures.get("units", [])),
        "quiet": figures.get("quiet", []),
        "totals": figures.get("totals", {}),
    }


def _priority_content(priority: Priority) -> PublishedPriority:
    ideas = list(grounded_ideas(priority))
    results = votes_queries.results(ideas)
    placed = curation_queries.placements_of(idea.pk for idea in ideas)
    themes = priority.themes.order_by("position", "pk")
    in_theme = [row.theme_id for row in placed.values()]
    return {
        "position": priority.position,
        "title": priority.title,
        "statement": priority.statement,
        "rationale": priority.rationale,
        "objective": priority.objective,
        "sponsor": (priority.sponsor.job_title or priority.sponsor.display_name) if priority.sponsor else "",
        "themes": [{"id": theme.pk, "title": theme.title, "ideas": in_theme.count(theme.pk)} for theme in themes],
        "ideas": [_idea_content(idea, results.get(idea.pk)) for idea in ideas],
        "units": named_units(grounded_ideas(priority)),
    }


def _idea_content(idea: Idea, result: votes_queries.Result | None) -> PublishedIdea:
    said_by = " · ".join(part for part in (idea.job_title, idea.unit.name if idea.unit else "") if part)
    content: PublishedIdea = {
        "id": idea.pk,
        "title": idea.title,
        "language": idea.language,
        "said_by": "" if idea.is_anonymous else said_by,
    }
    if result is not None:
        content["support"], content["votes"] = result.support, result.votes
    return content


def quiet_units(viewer: User, strategy: Strategy) -> list[str]:
    """Names of the units of which no figure can be shown, in the campaigns that `strategy` rests on."""
    figures = [participation_queries.figures(viewer, row) for row in strategy.campaigns.order_by("listens_at", "pk")]
    return list(dict.fromkeys(name for found in figures for name in found.get("quiet", [])))
