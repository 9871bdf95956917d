"""Whether this installation is sound: versions, and whether each package was loaded from this distribution."""

import importlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution, packages_distributions
from pathlib import Path
from typing import Any

from simulator.versions import versions

PACKAGES = ("tool_graphs", "roles", "simulator")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    subject: str
    ok: bool
    said: str


def findings() -> Iterator[Finding]:
    """Everything that was looked at, sound or not."""
    for name, version in versions().items():
        sound = version != "not installed" or name == "toolweft"
        yield Finding(name, sound, version)
    own = _own()
    for package in PACKAGES:
        yield _loaded(package, own)
        yield from _clashes(package)


def _own() -> Distribution | None:
    try:
        return distribution("toolweft")
    except PackageNotFoundError:
        return None


def _loaded(package: str, own: Distribution | None) -> Finding:
    module: Any = importlib.import_module(package)
    found = Path(module.__file__ or "").resolve()
    expected = _expected(package, own)
    if found == expected:
        return Finding(package, True, f"loaded from {found.parent}")
    return Finding(
        package,
        False,
        f"loaded from {found}, but toolweft's own is {expected}: another distribution or a folder on sys.path hides it; "
        f"remove that, or start in another folder (sys.path: {', '.join(sys.path[:4])}, ...)",
    )


def _expected(package: str, own: Distribution | None) -> Path:
    """Where the package of this distribution lies: as installed, else beside this file."""
    if own is not None:
        recorded = Path(str(own.locate_file(f"{package}/__init__.py"))).resolve()
        if any(str(file) == f"{package}/__init__.py" for file in own.files or ()) and recorded.exists():
            return recorded
    return Path(__file__).resolve().parent.parent / package / "__init__.py"


def _clashes(package: str) -> Iterator[Finding]:
    others = sorted(set(packages_distributions().get(package, [])) - {"toolweft"})
    if others:
        yield Finding(
            package,
            False,
            f"also installed by {', '.join(others)}: whichever came last overwrote the other; "
            f"uninstall {' and '.join(others)}, then reinstall toolweft",
        )
