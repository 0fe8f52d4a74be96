"""Writing a whole campaign into a folder, for whoever looks after the installation."""

from pathlib import Path

from django.db import connection, transaction

from curation import queries
from curation.exchange import whole
from ideas.models import Campaign


def export_campaign(*, campaign: Campaign, folder: Path) -> None:
    """Write all that `campaign` holds into `folder`, which is made, or is empty. Raises `OSError`.

    It is as it was at one moment. Votes stand under codes drawn by lot, and nothing tells who wrote an anonymous idea.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise FileExistsError(f"{folder} is not empty")
    try:
        _write(campaign, folder)
    except BaseException:
        for file in folder.iterdir():  # half a campaign would pass for one from another tool
            file.unlink()
        raise


def _write(campaign: Campaign, folder: Path) -> None:
    is_first = not connection.in_atomic_block
    with transaction.atomic():
        if is_first and connection.vendor == "postgresql":  # elsewhere, whoever reads sees one moment anyway
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        whole.write(folder, queries.about(campaign), queries.all_rows(campaign))
