"""Companies and coins with their symbols."""

from random import Random

_PAIRS = """
Apple AAPL|Microsoft MSFT|Alphabet GOOGL|Amazon AMZN|Tesla TSLA|Nvidia NVDA|Meta META|Netflix NFLX|Intel INTC|AMD AMD|Oracle ORCL|
IBM IBM|Disney DIS|Nike NKE|Starbucks SBUX|Coca-Cola KO|PepsiCo PEP|Walmart WMT|Costco COST|Boeing BA|General Electric GE|
JPMorgan Chase JPM|PayPal PYPL|Adobe ADBE|Salesforce CRM|Toyota TM|Sony SONY|Siemens SIEGY|Spotify SPOT|Airbus EADSY|Nestle NSRGY|
Google GOOGL|Ford F
"""
_COINS = """
bitcoin BTC|ethereum ETH|solana SOL|cardano ADA|ripple XRP|dogecoin DOGE|litecoin LTC|polkadot DOT|avalanche AVAX|chainlink LINK|
monero XMR|cosmos ATOM
"""


def _pairs(table: str) -> tuple[tuple[str, str], ...]:
    rows = (row.rsplit(" ", 1) for row in table.replace("\n", "").split("|"))
    return tuple((name, symbol) for name, symbol in rows)


COMPANIES = _pairs(_PAIRS)
COINS = _pairs(_COINS)
_SYMBOLS = {name.lower(): symbol for name, symbol in COMPANIES + COINS}
_NAMES = {symbol: name for name, symbol in reversed(COMPANIES + COINS)}


def symbol_of(name: str, rng: Random) -> str:
    """The symbol that a company or coin is traded under; one made of its letters where it is not known."""
    known = _SYMBOLS.get(name.lower())
    if known is not None:
        return known
    words = [word for word in name.upper().split() if word.isalpha()]
    letters = "".join(words)
    if len(letters) < 3:
        return rng.choice(COMPANIES)[1]
    initials = "".join(word[0] for word in words)
    return (initials if len(initials) > 2 else words[0][: 5 - len(initials)] + initials[1:])[:4]


def named_by(symbol: str) -> str | None:
    """The company or coin that is traded under the symbol, where it is known."""
    return _NAMES.get(symbol.upper())
