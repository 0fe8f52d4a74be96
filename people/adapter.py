"""How sign-in behaves here: people come from the company's directory, so nobody signs up by themselves."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """allauth's behaviour without registration."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
