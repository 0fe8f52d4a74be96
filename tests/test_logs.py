"""No line of the log says on which idea somebody has just voted, which they wrote, or what they reported."""

import pytest

from cocreate.logs import without_ideas

LOGIN = "POST /accounts/login/?next="


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("POST /ideas/57/vote/", "POST /ideas/*/vote/"),
        ("POST /ideas/57/images/9/remove/", "POST /ideas/*/images/*/remove/"),
        ("DELETE /api/v1/images/9/", "DELETE /api/v1/images/*/"),
        ("POST /cases/57/object/", "POST /cases/*/object/"),
        ("POST /api/v1/questions/57/answer/", "POST /api/v1/questions/*/answer/"),
        ("POST /comments/57/flag/", "POST /comments/*/flag/"),
        ("GET /campaigns/next-visit/vote/?done=1&of=10&last=57", "GET /campaigns/next-visit/vote/?done=1&of=10&last=*"),
        ("GET /campaigns/next-visit/vote/?last=57&done=1", "GET /campaigns/next-visit/vote/?last=*&done=1"),
        ("GET /campaigns/next-visit/vote/?done=0&again=57", "GET /campaigns/next-visit/vote/?done=0&again=*"),
        (f"{LOGIN}/ideas/57/", f"{LOGIN}/ideas/*/"),
        (f"{LOGIN}%2Fideas%2F57%2F", f"{LOGIN}%2Fideas%2F*%2F"),
        (f"{LOGIN}/campaigns/a/vote/%3Flast%3D57", f"{LOGIN}/campaigns/a/vote/%3Flast%3D*"),
        (f"{LOGIN}/campaigns/a/vote/%3Fdone%3D1%26again%3D57", f"{LOGIN}/campaigns/a/vote/%3Fdone%3D1%26again%3D*"),
        (f"{LOGIN}%252Fideas%252f57%253flast%253d57", f"{LOGIN}%252Fideas%252f*%253flast%253d*"),
        ("GET /campaigns/57/?after=57&of=10", "GET /campaigns/57/?after=57&of=10"),
    ],
)
def test_the_number_of_an_idea_is_left_out(said: str, kept: str) -> None:
    assert without_ideas(None, "info", {"request": said, "code": 200}) == {"request": kept, "code": 200}
