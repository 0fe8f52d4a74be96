"""Jobs about ideas."""

from datetime import date

from celery import shared_task

from ideas import actions


@shared_task(name="ideas.note_taken_part")
def note_taken_part(*, campaign_id: int, user_id: int, unit_id: int | None, on: str) -> None:
    """Write down that somebody took part, in another transaction than what they said."""
    actions.note_taken_part(campaign_id=campaign_id, user_id=user_id, unit_id=unit_id, on=date.fromisoformat(on))
