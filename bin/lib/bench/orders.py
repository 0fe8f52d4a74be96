"""The lines of the table about lists that grow, and their plans."""

import statistics

from bench import lists
from bench.data import session
from bench.figures import Bar, Row, median_ratio, milliseconds, spread
from bench.lists import INDEX
from bench.measures import Bench
from bench.service import HOST
from bench.sizes import SCALES
from people.models import User

from environment import step

LARGER, DEEPER, STATEMENTS = Bar(1.2, least=False), Bar(1.1, least=False), Bar(12, least=False)
FACES = {"page": "page", "api": "API"}


def queries(bench: Bench) -> None:
    """The page of a small and of a large campaign asks the database the same number of times."""
    cookies = f"__Host-session={session(bench.sizes.first_reader)}"
    headers = {"Host": HOST, "X-Forwarded-Proto": "https", "Cookie": cookies}
    small, *_middle, large = SCALES.values()
    with step("Statements of a page"):
        few, many = (lists.statements(f"/campaigns/{slug}/", headers) for slug in (small, large))
    sizes = lists.sizes_in_words(bench.sizes)
    what = f"statements of the campaign page at {sizes[2]} ideas, against {sizes[0]}"
    bench.rows.append(Row(what, str(many), str(few), f"{many}", many, STATEMENTS))
    bench.rows.append(
        Row("the same number at both", str(many), str(few), f"{many - few:+}", abs(many - few), Bar(0, least=False))
    )


def orders(bench: Bench) -> dict[str, str]:
    """Each order at a million ideas against ten thousand, page 100 against page 1; returns the plans."""
    viewer = User.objects.get(pk=bench.sizes.first_reader)
    plans = {}
    sizes = lists.sizes_in_words(bench.sizes)
    for face, name in FACES.items():
        for order, index in INDEX.items():
            what = f"{order} ({name}'s query)"
            with step(what):
                middle, first, deep = lists.to_measure(viewer, face, order)
                times = lists.times([middle, first, deep], bench.rounds)
                bench.rows.append(_row(f"{what} at {sizes[2]} ideas, against {sizes[1]}", times[1], times[0], LARGER))
                bench.rows.append(_row(f"{what}, page 100 against page 1", times[2], times[1], DEEPER))
                for page, each in {"page 1": first, f"page {lists.PAGE}": deep}.items():
                    text, tree = lists.plan(each)
                    plans[f"{order}, {name}, {page}"] = text
                    wrong = lists.faults(tree, index)
                    if wrong or page != "page 1":
                        bench.rows.append(_plan_row(f"{what}, {page}: one index scan", index, wrong))
    return plans


def _row(what: str, things: list[float], floors: list[float], bar: Bar) -> Row:
    texts = [f"{milliseconds(statistics.median(each))} ms" for each in (things, floors)]
    ratio = median_ratio(things, floors)
    return Row(what, *texts, f"{ratio:.2f} ({spread(things, floors)})", ratio, bar)


def _plan_row(what: str, index: str, wrong: list[str]) -> Row:
    return Row(what, "; ".join(wrong) or index, "–", str(len(wrong)), len(wrong), Bar(0, least=False))
