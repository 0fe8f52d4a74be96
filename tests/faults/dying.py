"""The product's WSGI application, but a request that asks for it ends its process between the commit and the answer."""

import os
import signal
from collections.abc import Iterable
from typing import Any

from cocreate.wsgi import application as product

HEADER = "X-Die"


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    answer = product(environ, start_response)
    if "HTTP_X_DIE" in environ:  # everything is committed, and nothing is sent yet
        os.kill(os.getpid(), signal.SIGKILL)
    return answer
