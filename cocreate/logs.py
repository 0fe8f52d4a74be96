"""How Cocreate logs: one JSON line an event, with a request id, and neither a person nor the number of an idea."""

import re
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

# As they are, and as they stand in an address within an address: `?next=%2Fideas%2F57%2F`, `%3Flast%3D57`.
IDEA = re.compile(
    r"((?:ideas|images|comments|cases|questions)(?:/|%(?:25)*2F)|(?:again|last)(?:=|%(?:25)*3D))\d+", re.IGNORECASE
)


def without_ideas(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """Leave out which idea an address leads to, or says that somebody has just voted on or taken back.

    A line has a time, and so has a sign-in: the two together would tell on which idea somebody has just voted, who
    changes an anonymous one, answers for it or objects to what was decided about it, and who reported what.
    """
    return {key: IDEA.sub(r"\1*", value) if isinstance(value, str) else value for key, value in event.items()}


def configure(*, level: str) -> dict[str, Any]:
    """Set structlog up, and return the matching `LOGGING` for Django."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.stdlib.filter_by_level,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.stdlib.add_logger_name,
            structlog.stdlib.add_log_level,
            structlog.processors.format_exc_info,
            without_ideas,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.format_exc_info,
            without_ideas,
            structlog.processors.JSONRenderer(),
        ],
        "foreign_pre_chain": [
            structlog.contextvars.merge_contextvars,
            structlog.processors.TimeStamper(fmt="iso"),
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
    }
