"""`module:attribute` to the object itself: imports what a user named, and nothing else."""

import importlib
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tool_graphs.errors import PluginError, did_you_mean


def attribute(place: str) -> Any:
    """What `module:attribute` names; the current directory can be imported from. Raises PluginError where it leads nowhere."""
    module_name, _, path = place.partition(":")
    if not module_name or not path:
        raise PluginError(f"{place!r} is no module:attribute, such as mymodule:MyRole")
    found: Any = imported(module_name, place)
    for name in path.split("."):
        try:
            found = getattr(found, name)
        except AttributeError:
            raise PluginError(f"{place!r}: nothing is called {name!r} there; {did_you_mean(name, _public(dir(found)))}") from None
    return found


def imported(name: str, place: str) -> Any:
    """The module of that name, which `place` asked for; raises PluginError where there is none, or importing it fails."""
    here = str(Path.cwd())
    sys.path.insert(0, here)
    importlib.invalidate_caches()
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise PluginError(
                f"{place!r}: there is no module {error.name!r}; expected a file {error.name.replace('.', '/')}.py "
                f"in {here}, or an installed package"
            ) from error
        raise PluginError(f"{place!r}: importing {name} failed: {error}") from error
    except (Exception, SystemExit) as error:
        raise PluginError(f"{place!r}: importing {name} failed: {type(error).__name__}: {error}") from error
    finally:
        sys.path.remove(here)
        if here not in sys.path:  # last, so that no file there stands in for a library that is imported late
            sys.path.append(here)


def _public(names: Iterable[str]) -> list[str]:
    return [name for name in names if not name.startswith("_")]
