"""Reading a campaign that another tool wrote."""

from pathlib import Path

import pytest

from curation import exchange

IDEAS = "id,title,author,anonymous\n1,Call back the same day,ada,\n2,Show the wait at the door,bo,yes\n"
VOTES = "idea,person,choice\n1,bo,support\n2,ada,object\n"
COMMENTS = "timestamp,comment-id,author-id,moderated,comment-body\n"
POLIS_VOTES = "timestamp,comment-id,voter-id,vote\n"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def problems(folder: Path) -> list[str]:
    with pytest.raises(exchange.BadFiles) as caught:
        exchange.read(folder)
    return [str(problem) for problem in caught.value.problems]


def test_ideas_and_votes_are_enough(tmp_path: Path) -> None:
    rows = exchange.read(write(tmp_path, ideas=IDEAS, votes=VOTES))

    assert (len(rows.ideas), len(rows.votes), len(rows.people)) == (2, 2, 0)


def test_a_byte_order_mark_and_crlf_are_fine(tmp_path: Path) -> None:
    (tmp_path / "ideas.csv").write_bytes(b"\xef\xbb\xbf" + IDEAS.replace("\n", "\r\n").encode())

    assert list(exchange.read(tmp_path).ideas) == ["1", "2"]


def test_the_last_vote_of_a_person_on_an_idea_counts(tmp_path: Path) -> None:
    rows = exchange.read(write(tmp_path, ideas=IDEAS, votes=VOTES + "1,bo,pass\n"))

    assert rows.votes[("1", "bo")].choice == "pass"


def test_votes_of_authors_on_their_own_ideas_are_left_out_and_counted(tmp_path: Path) -> None:
    rows = exchange.read(write(tmp_path, ideas=IDEAS, votes=VOTES + "1,ada,support\n"))

    assert (len(rows.votes), rows.left_out) == (2, 1)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"ideas": "id,title\n1,\n"}, "ideas.csv, line 2: the title is blank"),
        ({"ideas": "id,title\n1,​\n"}, "ideas.csv, line 2: the title is blank"),
        ({"ideas": "id,title\n,Call back\n"}, "ideas.csv, line 2: the id is blank"),
        ({"ideas": "id,title\n1,Call\n1,Back\n"}, "ideas.csv, line 3: the id 1 occurs twice"),
        ({"ideas": "id,name\n1,Call\n"}, "ideas.csv, line 1: the column title is missing"),
        ({"ideas": f"id,title\n1,{'a' * 141}\n"}, "the title has 141 characters; 140 are allowed"),
        ({"ideas": "id,title,barrier\n1,Call,mood\n"}, "the barrier mood is not one of"),
        ({"ideas": "id,title,at\n1,Call,yesterday\n"}, "the time 'yesterday' cannot be read"),
        ({"ideas": "id,title\n1,Call,back,now\n"}, "there are more cells than columns"),
        ({"ideas": "id,title,anonymous\n1,Call,yes\n"}, "an anonymous idea still needs its author"),
        ({"ideas": IDEAS, "votes": "idea,person,choice\n9,bo,support\n"}, "votes.csv, line 2: there is no idea 9"),
        ({"ideas": IDEAS, "votes": "idea,person,choice\n1,bo,maybe\n"}, "not 'maybe'"),
        ({"ideas": IDEAS, "people": "id,email\nada,ada\n"}, "people.csv, line 2: ada is not an e-mail"),
        ({"ideas": IDEAS, "people": "id,unit\nada,shop\n"}, "there is no unit shop in units.csv"),
        ({"ideas": IDEAS, "units": "code,name,parent\na,A,b\nb,B,a\n"}, "the parent b does not stand above this line"),
    ],
)
def test_a_bad_row_is_named_with_file_line_and_reason(tmp_path: Path, files: dict[str, str], expected: str) -> None:
    assert any(expected in problem for problem in problems(write(tmp_path, **files)))


def test_every_bad_row_is_reported_not_only_the_first(tmp_path: Path) -> None:
    assert len(problems(write(tmp_path, ideas="id,title\n1,\n2,\n3,\n"))) == 3


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ideas.csv").write_bytes(b"id,title\n1,caf\xe9\n")

    assert "this is not UTF-8 text" in problems(tmp_path)[0]


def test_a_folder_without_a_campaign_is_refused(tmp_path: Path) -> None:
    assert "neither an ideas.csv nor a Polis export" in problems(tmp_path)[0]


def test_the_last_vote_in_time_counts_in_a_polis_log(tmp_path: Path) -> None:
    votes = POLIS_VOTES + "2000,7,1,-1\n1000,7,1,1\n"
    rows = exchange.read(write(tmp_path, comments=COMMENTS + "500,7,0,1,More buses\n", votes=votes))

    assert rows.votes[("7", "1")].choice == "object"


def test_a_statement_that_polis_rejected_comes_hidden(tmp_path: Path) -> None:
    rows = exchange.read(write(tmp_path, comments=COMMENTS + "500,7,0,-1,Hello\n", votes=POLIS_VOTES))

    assert rows.ideas["7"].hidden


def test_a_long_statement_is_shortened_for_the_title_and_kept_whole(tmp_path: Path) -> None:
    statement = "The bus should come every ten minutes " * 6
    rows = exchange.read(write(tmp_path, comments=COMMENTS + f"500,7,0,1,{statement}\n", votes=POLIS_VOTES))

    assert len(rows.ideas["7"].title) <= 140
    assert rows.ideas["7"].title.endswith("…")
    assert rows.ideas["7"].better == statement.strip()
