"""What a dataset is written as; one file per format: a function from a row to the row as it is written."""

from collections.abc import Callable
from typing import Any

from simulator.exports.openai import openai
from simulator.exports.trl import trl

FORMATS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {"openai": openai, "trl": trl}
"""Name -> format; a new one is one more entry."""
