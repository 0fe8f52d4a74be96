from django.apps import AppConfig


class IdeasConfig(AppConfig):
    name = "ideas"

    def ready(self) -> None:
        from ideas.actions.audiences import follow_units  # models can be had only now
        from people.actions import FOLLOWERS

        FOLLOWERS.append(follow_units)
