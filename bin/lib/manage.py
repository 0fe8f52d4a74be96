"""`manage.py` in the project's environment, with the demo's settings when the shell has set none."""

import os
import sys

import demo_settings
import environment


def main() -> int:
    python = environment.ensure()
    demo_settings.apply_if_nothing_else_is_set()
    os.execv(python, [str(python), str(environment.ROOT / "manage.py"), *sys.argv[1:]])  # noqa: S606 - a shell would only get in the way


if __name__ == "__main__":
    environment.run(main)
