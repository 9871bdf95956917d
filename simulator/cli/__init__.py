"""The `toolweft` command. What is slow to import is imported by the command that needs it."""

import os
import sys

import typer

from simulator.cli.commands import generate, others, prove, read, tools, travel
from simulator.cli.log import log
from tool_graphs.errors import ToolweftError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Simulates multi-turn tool-calling conversations in which some calls stay implicit, offline, on your tools.",
)
for part in (generate, read, tools, travel, prove, others):
    app.add_typer(part.commands)


def main() -> None:
    """Runs the command: exit code 2 for a user's mistake, 1 for a run that fell short, 130 for Ctrl-C."""
    log("WARNING")
    try:
        app()
    except ToolweftError as error:
        _end(2, f"Error: {error}")
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that closing stdout does not raise again
        _end(1)
    except KeyboardInterrupt:
        _end(130, "Interrupted.")
    except OSError as error:
        _end(1, f"Error: {error}")


def _end(code: int, message: str = "") -> None:
    if message:
        from roles.redaction import redacted

        print(redacted(message).encode("utf-8", "backslashreplace").decode(), file=sys.stderr)
    sys.exit(code)
