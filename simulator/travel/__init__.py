"""Time travel: a conversation again, another one from its middle, two of them compared, the step at which one went wrong."""

from simulator.travel.bisect import Found, bisect
from simulator.travel.diff import Diff, diff
from simulator.travel.fork import fork
from simulator.travel.replay import Replayed, replay

__all__ = ["Diff", "Found", "Replayed", "bisect", "diff", "fork", "replay"]
