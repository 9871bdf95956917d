"""Postal addresses as people write them on one line."""

import re
from typing import Final

_WORD = r"[A-Z][\w.'-]*"
ADDRESS: Final = re.compile(
    rf"(?<![\w-])\d{{1,5}} {_WORD}(?: {_WORD}){{0,4}}, {_WORD}(?: {_WORD}){{0,3}}, [A-Z]{{2}} \d{{5}}(?:-\d{{4}})?(?![\w-])"
)
"""`232 Dawnview Crossing, Phoenix, AZ 85016`: needs no quotes to be heard as one piece."""
