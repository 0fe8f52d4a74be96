"""What one person has said to an idea and to all that was merged into it, while it changes."""

from collections import Counter

from ideas.models import Idea
from votes import queries
from votes.actions.folding import fold
from votes.actions.tallies import count, locked_tallies
from votes.models import LAST_MIXED, Vote


class Said:
    """The votes of one person: `votes` is idea id → vote, to be changed by the caller; then `count` has them counted.

    The tallies of all these ideas are locked: of one person on two devices the second waits here.
    """

    def __init__(self, idea: Idea, voter: bytes) -> None:
        self.campaign_id, self.voter = idea.campaign_id, voter
        self.family = queries.family(idea)
        self.tallies = locked_tallies(self.family.members)
        found = Vote.objects.filter(voter=voter, idea__in=self.family.members)
        self.votes = {vote.idea_id: vote for vote in found}
        self.counted = self._counted()

    def counts(self, idea_id: int) -> Vote | None:
        """The vote that counts for this idea."""
        return self.family.counting(idea_id, self.votes)

    def take_back(self, *, but: int | None = None) -> None:
        """Remove the votes; without the one on the idea `but`, if that is named."""
        gone = [vote for idea_id, vote in self.votes.items() if idea_id != but]
        if gone:
            mixed = Counter((self.voter, vote.unit_id) for vote in gone if vote.pk <= LAST_MIXED)
            fold(campaign_id=self.campaign_id, changes={ballot: -number for ballot, number in mixed.items()})
            Vote.objects.filter(pk__in=[vote.pk for vote in gone]).delete()
        self.votes = {idea_id: vote for idea_id, vote in self.votes.items() if idea_id == but}

    def count(self) -> None:
        """Have each tally count what the votes say now, in place of what they said before."""
        now = self._counted()
        for idea_id, tally in self.tallies.items():
            before, after = self.counted[idea_id], now[idea_id]
            if before == after:
                continue
            if before and after and before[0] == after[0]:
                count(tally, before[0], {before[1]: -1, after[1]: +1})
                continue
            if before:
                count(tally, before[0], {before[1]: -1})
            if after:
                count(tally, after[0], {after[1]: +1})
        self.counted = now

    def _counted(self) -> dict[int, tuple[int | None, str] | None]:
        """For each idea the unit and the choice that count there."""
        votes = {idea_id: self.counts(idea_id) for idea_id in self.tallies}
        return {idea_id: (vote.unit_id, vote.choice) if vote else None for idea_id, vote in votes.items()}
