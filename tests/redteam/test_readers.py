"""Who reads counts of taking part: the modules named here and no other, and faces only what the engine let through."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
APPS = ("core", "people", "notices", "ideas", "votes", "curation", "participation", "strategy", "demo", "cocreate")
pytestmark = pytest.mark.pure
COUNTS = {
    "ideas.models": {"TakenPart", "Heard"},
    "votes.models": {"UnitTally", "Cast", "Spread"},
    "participation.models": {"Snapshot", "Release", "Summary"},
}
TABLES = re.compile(
    r"\b(participation_(snapshot|release|summary)|ideas_(takenpart|heard)|votes_(unittally|cast|spread))\b"
)
RELATED = {"snapshots", "unit_tallies", "taken_part", "releases", "unittally", "takenpart"}

# Those that answer questions, and what each of them may answer with.
READERS = {
    "participation/queries/counting.py": "live counts, for jobs: `FOR_JOBS` names what no face may call",
    "participation/queries/reading.py": "figures of a release; from which units enough people voted",
    "participation/queries/moved.py": "who was heard in units that are closed, for jobs",
    "participation/queries/said.py": "for jobs: who was heard by when, and on which side units stand, by the engine",
    "participation/queries/weekly.py": "numbers and times of releases",
    "votes/queries/cast.py": "live counts, for jobs",
    "votes/queries/jobs.py": "which tallies differ from their votes, for administrators",
    "strategy/queries/impact.py": "the campaigns in which the reader has taken part",
    "ideas/queries/campaigns.py": "whether the reader has taken part",
    "ideas/queries/reaching.py": "who has not taken part, for the reminder alone: `FOR_JOBS` has it",
    "ideas/queries/keys.py": "which people took part, to find their own votes again, for jobs",
    "curation/queries/exports.py": "an administrator's whole archive, under codes",
    "curation/exchange/tables.py": "the columns of that archive",
}
# Those that write, and read what they wrote.
WRITERS = {
    "ideas/actions/taking_part.py",
    "votes/counting.py",
    "votes/actions/folding.py",
    "votes/actions/ranks.py",
    "votes/actions/secrecy.py",
    "votes/actions/tallies.py",
    "participation/actions.py",
    "curation/actions/restoring.py",
}
# Functions whose answers are not safe to show. `summary` is: a row that points to a release.
FOR_JOBS = {
    "cast_by_unit",
    "closed_units",
    "counts_on",
    "heard_by_day",
    "live_counts",
    "said",
    "silent_people",
    "spread",
    "totals",
    "uncounted_weeks",
    "unit_counts",
    "unnoted",
    "weeks",
}
FACES = ("views", "api", "templatetags", "serializers", "forms", "management", "telling")


def sources(*rooms: str) -> Iterator[tuple[str, str]]:
    """Each module's path in its app's folder, and its text; of these rooms, or all but migrations."""
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts and (not rooms or set(rooms) & set(parts)):
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def reads(text: str) -> bool:
    """Whether a module imports a table of counts, or reaches one from a campaign, an idea or by its name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and COUNTS.get(node.module or "", set()) & {
            each.name for each in node.names
        }:
            return True
        if isinstance(node, ast.Attribute) and node.attr in RELATED:
            return True
        if isinstance(node, ast.keyword) and node.arg and node.arg.split("__")[0] in RELATED:
            return True
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and names_a_table(node.value):
            return True
    return False


def names_a_table(words: str) -> bool:
    return words.split("__")[0] in RELATED or bool(TABLES.search(words))


def is_counting(text: str) -> set[str]:
    """Which functions for jobs a module uses."""
    used: set[str] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[-1] in ("queries", "counting", "cast"):
            used |= {each.name for each in node.names} & FOR_JOBS
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id.endswith("queries"):
            used |= {node.attr} & FOR_JOBS
    return used


def test_nothing_reads_the_counts_but_what_is_named_here() -> None:
    readers = {
        path for path, text in sources() if reads(text) and not path.endswith("models.py") and "/models/" not in path
    }

    assert readers - READERS.keys() - WRITERS == set()
    assert (READERS.keys() | WRITERS) - readers == set(), "named, and reads none"


def test_no_face_asks_for_live_counts() -> None:
    assert {path: used for path, text in sources(*FACES) if (used := is_counting(text))} == {}


def test_no_template_reaches_for_the_counts() -> None:
    wanted = re.compile(r"\.(" + "|".join(RELATED) + r")\b")

    assert [path.name for path in (ROOT / "templates").rglob("*.html") if wanted.search(path.read_text())] == []


def test_what_a_campaign_releases_comes_from_the_engine() -> None:
    """The one place that writes a release takes its figures from `coverage.figures`, and that from `core.privacy`."""
    text = (ROOT / "participation/actions.py").read_text(encoding="utf-8")
    made = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Release.objects.create"
    ]

    assert len(made) == 1
    assert "from participation.coverage import UnitCount, figures" in text
    assert "released(" in (ROOT / "participation/coverage.py").read_text(encoding="utf-8")
    assert "told_in_table(" in (ROOT / "participation/sides.py").read_text(encoding="utf-8")
    assert [path for path, text in sources() if "Release(" in text and not path.endswith("models.py")] == []


@pytest.mark.parametrize(
    "text",
    [
        "from ideas.models import Idea, TakenPart",
        "def f(campaign): return campaign.snapshots.count()",
        "def f(ideas): return ideas.annotate(people=Sum('unit_tallies__support'))",
        "def f(ideas): return ideas.filter(unit_tallies__support__gt=1)",
        "SQL = 'SELECT unit_id FROM ideas_takenpart'",
    ],
)
def test_another_reader_would_be_found(text: str) -> None:
    assert reads(text)


@pytest.mark.parametrize(
    "text",
    ["queries.live_counts(campaign)", "from participation.queries import weeks", "votes_queries.spread(campaign)"],
)
def test_a_face_that_asks_for_live_counts_would_be_found(text: str) -> None:
    assert is_counting(text)
