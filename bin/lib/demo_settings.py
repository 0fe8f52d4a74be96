"""Where the demo keeps its data, and the settings that it runs with. `bin/manage` uses them too."""

import os
import secrets
from urllib.parse import quote

from environment import VAR

FOLDER = VAR / "demo"
SETTINGS = FOLDER / "settings.env"
SECRET_KEY = FOLDER / "secret_key"
DATABASE = FOLDER / "cocreate.sqlite3"

# What a person's own shell may set for another installation, and must not leak into the demo.
CONFIGURING = ("ALLOWED_HOSTS", "BASE_URL", "DATABASE_URL", "DEBUG", "EMAIL_URL", "REDIS_URL", "SECRET_KEY")


def write(port: int) -> None:
    """Write down the settings of a demo at `port`, with a secret key of its own that is made once."""
    FOLDER.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not SECRET_KEY.exists():
        with os.fdopen(os.open(SECRET_KEY, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    settings = {
        "ALLOWED_HOSTS": "localhost,127.0.0.1,[::1]",
        "BASE_URL": f"http://localhost:{port}",
        "COCREATE_DEMO": "1",
        "COCREATE_VAR": str(FOLDER),
        "DATABASE_URL": "sqlite:///" + quote(str(DATABASE)),
        "SECRET_KEY_FILE": str(SECRET_KEY),
    }
    SETTINGS.write_text("".join(f"{name}={value}\n" for name, value in settings.items()))


def environment() -> dict[str, str]:
    """The process environment of the demo: its written settings in place of any others."""
    settings = dict(line.split("=", 1) for line in SETTINGS.read_text().splitlines())
    return {name: value for name, value in os.environ.items() if not is_setting(name)} | settings


def is_setting(name: str) -> bool:
    plain = name.removesuffix("_FILE")
    return plain in CONFIGURING or plain.startswith("COCREATE_") or plain == "DJANGO_SETTINGS_MODULE"


def apply_if_nothing_else_is_set() -> None:
    """Let a command on a machine that only ever ran the demo talk to the demo."""
    if SETTINGS.exists() and not any(is_setting(name) for name in os.environ):
        os.environ.update(environment())
