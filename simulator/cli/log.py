"""What the command logs, and how: to standard error, without secrets."""

import sys


def log(level: str) -> None:
    """Writes what is logged at this level or above."""
    from loguru import logger

    from roles.redaction import redacted

    logger.remove()

    def write(message: str) -> None:
        sys.stderr.write(redacted(message))

    coloured = sys.stderr.isatty()
    logger.add(write, level=level, format="<level>{level}</level> {message}", backtrace=False, diagnose=False, colorize=coloured)
