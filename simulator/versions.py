"""Which versions are at work."""

import platform
from importlib.metadata import PackageNotFoundError, version

LIBRARIES = (
    "langgraph",
    "langchain-core",
    "pydantic",
    "networkx",
    "jsonschema-rs",
    "orjson",
    "mimesis",
    "rapidfuzz",
    "loguru",
    "typer",
    "rich",
    "PyYAML",
)


def installed(distribution: str) -> str:
    """The version of an installed distribution, or that it is not installed."""
    try:
        return version(distribution)
    except PackageNotFoundError:
        return "not installed"


def versions() -> dict[str, str]:
    """toolweft, Python and the libraries."""
    return {
        "toolweft": installed("toolweft"),
        "python": platform.python_version(),
        **{library: installed(library) for library in LIBRARIES},
    }
