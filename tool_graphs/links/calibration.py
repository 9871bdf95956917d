"""From a product of signals to a share: of the links scored s, about s are right.

The curve was fitted to the catalogs in `tests/tool_graphs/golden`, whose links are all labelled; `bench/links.py` measures how
far it is off on a catalog that it was not fitted to.
"""

from itertools import pairwise

CURVE = ((0.0, 0.0), (0.3, 0.06), (0.5, 0.12), (0.6, 0.6), (0.7, 0.85), (0.8, 0.91), (1.0, 0.97))
"""(product of signals, share of right links), to be joined by straight lines; strictly rising."""


def calibrated(product: float) -> float:
    """The score of a link with this product of signals, below 1; higher products have higher scores."""
    for (left, low), (right, high) in pairwise(CURVE):
        if product <= right:
            return round(low + (high - low) * (product - left) / (right - left), 5)
    return CURVE[-1][1]
