"""The demo company's files."""

from demo import company


def test_there_are_four_personas_in_the_order_of_the_road() -> None:
    assert list(company.personas()) == ["employee", "curator", "executive", "administrator"]


def test_three_hundred_people_work_in_twenty_four_units_on_three_levels() -> None:
    units = company.read("company")["unit"]
    parents = {unit["code"]: unit.get("parent") for unit in units}
    levels = {1 + (parent is not None) + (parents.get(parent) is not None) for parent in parents.values()}

    assert (len(units), sum(unit["people"] for unit in units)) == (24, 300)
    assert levels == {1, 2, 3}


def test_one_campaign_stands_in_each_step_of_the_road() -> None:
    steps = [campaign["step"] for campaign in company.read("campaigns")["campaign"]]

    assert sorted(steps) == ["curate", "follow-through", "listen", "publish", "shape"]


def test_no_two_ideas_have_the_same_title() -> None:
    titles = [idea["title"] for ideas in company.ideas().values() for idea in ideas]

    assert len(titles) == len(set(titles)) >= 150


def test_exactly_one_promise_is_late() -> None:
    promises = company.read("strategies")["commitment"]

    assert [promise["status"] for promise in promises].count("late") == 1
