"""What an answer's text says: the JSON in it, wherever it stands, and what is wrong with it."""

import json
import re
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel, ValidationError

LONGEST_ANSWER = 200_000
"""Characters of an answer that are read."""
_FENCED = re.compile(r"```(?:json)?[ \t]*\n(.*?)```", re.DOTALL)
_THOUGHT = re.compile(r"^\s*<think>.*?</think>", re.DOTALL)
