"""Who may do what with campaigns, ideas and comments: role × ownership × step."""

from core import keys
from ideas.models import Campaign, Comment, Idea, Step
from people.models import User

TALKING = {Step.LISTEN, Step.CURATE}


def is_asked(user: User, campaign: Campaign) -> bool:
    """Whether the campaign is put to this person: everyone, or the units of its audience and all below them."""
    if not user.is_active:
        return False
    paths = campaign.audience_paths
    return not paths or (user.unit is not None and user.unit.path.startswith(tuple(paths)))


def is_author(user: User, idea: Idea) -> bool:
    """Whether `user` wrote `idea`. Of an anonymous one: as long as its key can be read, or by its code."""
    return _sent(user, idea) or holds_receipt(user, idea)


def holds_receipt(user: User, idea: Idea) -> bool:
    """Whether `user` shows the receipt code of `idea`, which only its author got."""
    return idea.receipt is not None and bytes(idea.receipt) in user.receipts


def _sent(user: User, idea: Idea) -> bool:
    """Whether it came from the account of `user`."""
    if idea.author_key is None:
        return idea.author_id is not None and idea.author_id == user.pk
    return keys.find_pseudonym(idea.campaign.key_name, user.pk, "author") == bytes(idea.author_key)


def may_edit(user: User, idea: Idea) -> bool:
    """The author may change or withdraw it, as long as it is there."""
    return user.is_active and is_author(user, idea) and idea.withdrawn_at is None


def may_still_change(user: User, idea: Idea) -> bool:
    """Whether the author may do so now: its campaign is not shaped yet."""
    return may_edit(user, idea) and idea.campaign.step in TALKING


def may_claim(user: User, idea: Idea) -> bool:
    """Its author may put their role and unit to an anonymous idea.

    While it can be told from whose account it came, nobody else may, code or not: they may have voted on it.
    """
    is_proven = _sent(user, idea) if idea.campaign.key_destroyed_at is None else is_author(user, idea)
    return idea.is_anonymous and is_proven and may_edit(user, idea)


def takes_comments(campaign: Campaign) -> bool:
    """People talk while a campaign listens and is curated, unless it is on hold."""
    return campaign.held_at is None and campaign.step in TALKING


def may_curate(user: User, campaign: Campaign) -> bool:
    """A curator may whose scope holds the whole audience. No query for those who curate nothing."""
    return _holds_audience(user, "curator", campaign)


def leads(user: User, campaign: Campaign) -> bool:
    """Whether `user` is a leader of the campaign: an executive whose scope holds the whole audience."""
    return _holds_audience(user, "executive", campaign)


def _holds_audience(user: User, role: str, campaign: Campaign) -> bool:
    if not user.has_role(role):
        return False
    units = list(campaign.audience.all())
    if not units:
        return user.has_role_over(role, None)
    return all(user.has_role_over(role, unit) for unit in units)


def may_talk(user: User, campaign: Campaign) -> bool:
    """Whom the campaign asks may comment on its ideas, report and follow them; so may its curators and leaders."""
    return is_asked(user, campaign) or may_curate(user, campaign) or leads(user, campaign)


def wrote(user: User, idea: Idea, comment: Comment | None = None) -> bool:
    """Whether the text is the user's own: `comment`, or `idea` itself without one."""
    return is_author(user, idea) if comment is None else comment.author_id == user.pk


def may_run(user: User, campaign: Campaign) -> bool:
    """Dates, rules and audience are for curators in scope and administrators."""
    return user.has_role_over("administrator", None) or may_curate(user, campaign)


def may_open_campaign(user: User) -> bool:
    return user.has_role_over("administrator", None) or user.has_role_over("curator", None)
