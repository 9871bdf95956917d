"""Secrets in texts that others wrote: keys of the environment, and whatever looks like one, become three stars."""

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

STARS = "***"
SHORTEST = 8
"""A value with fewer characters is no secret: to take it out of a text would tell more than it hides."""

_NAMED = re.compile(r"(?:^|_)(?:API_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|CREDENTIALS?|AUTH|AUTHORIZATION|BEARER)(?:_|$)", re.I)
"""Names of variables, headers and parameters that hold secrets."""
_LOOKS = re.compile(
    r"(\b)(?:sk|pk|rk|gsk|xai|hf|ghp|gho|AIza)[-_][\w*.-]{6,}"  # keys as providers write them, masked ones too
    r"|(\b(?:Bearer|Basic) )[^\s,;'\"]+"
    r"|(://)[^\s/@'\"]+(?=@)"  # the user and password of an address
    r"|(\b(?:x-)?(?:api[-_]?key|access[-_]?token|auth[-_]?token|client[-_]?secret|password)\b['\"]?\s*[=:]\s*['\"]?)[^\s&'\",;}]+"
    r"|([?&](?:key|token|sig|signature|secret|code)=)[^\s&'\"]+",
    re.I,
)


_HIDDEN: ContextVar[Callable[[], Iterable[str]]] = ContextVar("toolweft_hidden", default=tuple)


@contextmanager
def hiding(secrets: Callable[[], Iterable[str]]) -> Iterator[None]:
    """Within, these are secrets, too: so whoever listens to a model need not know its settings."""
    token = _HIDDEN.set(secrets)
    try:
        yield
    finally:
        _HIDDEN.reset(token)


def redacted(text: str, *secrets: str) -> str:
    """The text without these secrets, those that are hidden here, those of the environment, and what looks like one."""
    for secret in sorted({*secrets, *_HIDDEN.get()(), *environment()}, key=lambda secret: (-len(secret), secret)):
        if len(secret) >= SHORTEST:
            text = text.replace(secret, STARS)
    return _LOOKS.sub(lambda found: f"{found[found.lastindex or 0]}{STARS}", text)


def environment(variables: Mapping[str, str] | None = None) -> Iterable[str]:
    """The values of environment variables whose names tell of a secret."""
    given = os.environ if variables is None else variables
    return [value for name, value in given.items() if value and tells_of_secret(name)]


def tells_of_secret(name: str) -> bool:
    """Whether a variable, header, parameter or setting of that name holds a secret: `OPENAI_API_KEY`, `x-api-key`."""
    return bool(_NAMED.search(re.sub(r"[^A-Za-z0-9]+|(?<=[a-z])(?=[A-Z])", "_", name)))
