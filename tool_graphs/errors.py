"""Every error that toolweft raises on purpose; each message gives the value, the rule, the remedy and the place.

ToolweftError
├── CatalogError       a tool, its schema or the file that holds it cannot be used
├── GraphError         a tool, link or plan that does not fit the tool graph
├── PluginError        a name or `module:attribute` that leads to no role, strategy or source
├── SimulationError    seats, routes or a configuration that cannot be run
├── RunError           a run folder or trace that cannot be read or written
└── ChatError          a chat model that gives no answer
    └── BudgetError    no more may be asked, or will be answered: the run ends, and can be resumed
"""

from collections.abc import Iterable

from rapidfuzz import process


class ToolweftError(Exception):
    """What a user can mend: the command line prints the message without a traceback."""


class CatalogError(ToolweftError):
    """A tool, its schema or the file that holds it cannot be used."""


class GraphError(ToolweftError):
    """A tool, link or plan that does not fit the tool graph."""


class PluginError(ToolweftError):
    """A name or `module:attribute` that leads to no role, strategy or source."""


class SimulationError(ToolweftError):
    """Seats, routes or a configuration that cannot be run."""


class RunError(ToolweftError):
    """A run folder or trace that cannot be read or written."""


class ChatError(ToolweftError):
    """A chat model that gives no answer."""


class BudgetError(ChatError):
    """No more may be asked of chat models, or will be answered: a used-up budget, a refused key, a server that is gone.

    The run ends, and can be resumed.
    """


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The closest known name and all known names, as the end of an error message."""
    names = sorted(known)
    if not names:
        return "none are known"
    shown = ", ".join(names[:12]) + (f", and {len(names) - 12} more" if len(names) > 12 else "")
    close = process.extractOne(name, names, score_cutoff=60)
    return f"did you mean {close[0]!r}? known: {shown}" if close else f"known: {shown}"
