"""The pure parts of `bin/bench`: what it computes from its measurements, and which votes it casts."""

from pathlib import Path

import pytest

from bench import figures, load, outcome, sizes, weights
from bench.figures import Bar, Row

from environment import Stop

WEIGHED = {"page": "quick vote", "bytes": 61_000, "scripts": 24_000}


@pytest.mark.parametrize(("share", "expected"), [(0.5, 50), (0.99, 99), (0.991, 100), (1, 100), (0.01, 1), (0, 1)])
def test_a_percentile_is_the_smallest_value_that_so_many_do_not_exceed(share: float, expected: int) -> None:
    values = list(range(100, 0, -1))

    assert figures.percentile(values, share) == expected


def test_a_percentile_of_nothing_is_nought() -> None:
    assert figures.percentile([], 0.99) == 0


def test_the_ratio_is_the_median_of_those_of_the_rounds() -> None:
    things, floors = [10, 50, 90], [100, 100, 100]

    assert figures.median_ratio(things, floors) == 0.5
    assert figures.spread(things, floors) == "0.10–0.90"


def test_rounds_without_their_floor_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        figures.median_ratio([1, 2], [1])


def test_a_bar_holds_at_its_limit() -> None:
    assert Bar(0.62, least=True).holds(0.62)
    assert not Bar(0.62, least=True).holds(0.6199)
    assert Bar(2, least=False).holds(2)
    assert not Bar(2, least=False).holds(2.001)


def test_the_table_says_which_bars_do_not_hold() -> None:
    rows = [
        Row("cast", "60/s", "100/s", "0.60", 0.6, Bar(0.62, least=True)),
        Row("page 100", "1 ms", "1 ms", "1.00", 1.0, Bar(1.1, least=False)),
        Row("only told", "5/s", "10/s", "0.50", 0.5),
    ]

    assert figures.table(rows).splitlines()[2:] == [
        "| cast | 60/s | 100/s | 0.60 | ≥ 0.62 | **no** |",
        "| page 100 | 1 ms | 1 ms | 1.00 | ≤ 1.1 | yes |",
        "| only told | 5/s | 10/s | 0.50 | – | – |",
    ]


@pytest.mark.parametrize(("value", "code", "said"), [(0.6, 1, "does not hold: cast: 0.60"), (0.7, 0, "")])
def test_a_bar_that_does_not_hold_is_said_and_ends_in_1(
    value: float, code: int, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = [Row("cast", "60/s", "100/s", f"{value:.2f}", value, Bar(0.62, least=True))]

    assert outcome.told(rows, tmp_path / "table.md", "similarity") == code

    assert (tmp_path / "table.md").read_text().endswith(f"\n\n{figures.table(rows)}\n")
    assert said in capsys.readouterr().out


def test_only_what_stands_between_the_marks_is_written_anew() -> None:
    (begin, end), (first, last) = figures.marks(), figures.marks("themes")
    document = f"# Title\n\n{first}\nthemes\n{last}\n\n{begin}\nold\n{end}\n\nNotes.\n"

    new = figures.replaced(document, "new\n")

    assert new == f"# Title\n\n{first}\nthemes\n{last}\n\n{begin}\n\nnew\n\n{end}\n\nNotes.\n"
    assert figures.replaced(new, "more", "themes") == new.replace(f"{first}\nthemes\n", f"{first}\n\nmore\n\n")


@pytest.mark.parametrize("subject", ["", "participation", "similarity", "themes"])
def test_the_document_has_a_place_for_each_subject(subject: str) -> None:
    document = (Path(__file__).parents[2] / "docs" / "performance.md").read_text(encoding="utf-8")

    assert "| a |" in figures.replaced(document, "| a |", subject)


def test_a_document_without_marks_is_left_alone() -> None:
    with pytest.raises(ValueError, match="has no"):
        figures.replaced("# Title\n", "new")


def test_no_two_votes_are_of_the_same_person_on_the_same_idea() -> None:
    small = sizes.Sizes(ideas=200, votes=1000, people=500, units=20)
    number = small.casters * 30

    spread = {sizes.pair(small, vote) for vote in range(number)}
    hot = {sizes.hot_pair(small, vote) for vote in range(number)}

    assert len(spread) == len(hot) == number
    assert not spread & hot


def test_whoever_casts_votes_has_not_voted_before() -> None:
    small = sizes.Sizes(ideas=200, votes=1000, people=500, units=20)

    people = {sizes.pair(small, vote)[0] for vote in range(small.casters)}

    assert min(people) > small.voters + sizes.READERS
    assert max(people) == small.people


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"HTTP/1.1 200 OK\r\nServer: x\r\nContent-Length: 17\r\nVary: Cookie", 17),
        (b"HTTP/1.1 302 Found\r\ncontent-length: 0", 0),
        (b"HTTP/1.1 204 No Content\r\nServer: x", 0),
    ],
)
def test_the_load_reads_how_long_an_answer_is(head: bytes, expected: int) -> None:
    assert load.length(bytearray(head), len(head)) == expected


def test_a_wrong_answer_ends_the_run() -> None:
    sample = load.Sample(kept=[b"HTTP/1.1 200 OK\r\n\r\nsorry"])
    sample.statuses[200] += 1

    with pytest.raises(Stop, match="an answer without"):
        load.check(load.Ask(bytes, 200, b"thanks"), sample)


def test_weights_are_read_from_the_report_of_their_test() -> None:
    said = "".join(f'<property name="{name}" value="{value}"/>' for name, value in WEIGHED.items())
    report = f"<testsuite><testcase><properties>{said}</properties></testcase><testcase/></testsuite>"

    assert weights.weighed(report) == {"quick vote": (61_000, 24_000)}
