"""What conversations look like from outside: measured from messages and tools alone, so for anybody's data.

`measured(rows)` gives the distributions; `compared(measures, target)` how far they are from a target's.
"""

from simulator.measures.comparing import Comparison, compared
from simulator.measures.measuring import Measures, measured
from simulator.measures.target import Target, read_target

__all__ = ["Comparison", "Measures", "Target", "compared", "measured", "read_target"]
