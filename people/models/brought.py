"""What the libraries keep about people."""

from django.utils.translation import gettext_lazy as _

from core.personal import ACCOUNT, ACCOUNTS, NO_PAGE, NOBODY, Kept, Personal, brought

brought["sessions.Session"] = Personal(
    _("Being signed in"),
    Kept(
        "session_key",
        "session_data",
        "expire_date",
        seen_by=NO_PAGE,
        what=_("That you are signed in on a device, and since when. Not which device, and not from where."),
        until=_("Until you sign out, or for two weeks and an hour"),
    ),
    group=ACCOUNTS,
)
brought["account.EmailAddress"] = Personal(
    _("Your address for signing in"),
    Kept(
        "user", "email", "verified", "primary", what=_("Your e-mail address once more"), seen_by=NO_PAGE, until=ACCOUNT
    ),
    group=ACCOUNTS,
)
brought["account.EmailConfirmation"] = Personal(
    _("Confirming your address"),
    Kept(
        "key",
        "created",
        "sent",
        what=_("A code that was mailed to you, if your company has addresses confirmed"),
        seen_by=NOBODY,
        until=ACCOUNT,
    ),
    group=ACCOUNTS,
)
