"""The share of calls that no request names, of a run to which one was set."""

from loguru import logger

from simulator.cli.comparing import rows_of
from simulator.measures import measured
from simulator.run import Run

NEAR = 0.05
"""How far from the share that was asked for a run may be."""
ENOUGH = 50
"""Conversations from which on a run that is further off is no accident."""


def unnamed_calls(run: Run) -> dict[str, float]:
    """`asked` and `share`, by the words of the requests alone; empty where no share was set or nothing was accepted."""
    asked = run.manifest.get("configuration", {}).get("implicit_share")
    if asked is None:
        return {}
    measures = measured(rows_of(run.path))
    return {"asked": asked, "share": measures.rate.get("implicit_calls", 0.0)} if measures.calls else {}


def tell_unnamed(run: Run) -> None:
    """Warns of a run that did not come near its share."""
    if run.manifest.get("counts", {}).get("accepted", 0) < ENOUGH or not (found := unnamed_calls(run)):
        return
    if abs(found["share"] - found["asked"]) > NEAR:
        logger.warning(
            "{:.1%} of the calls are named in no request, and {:.1%} were asked for: what people say for these tools' calls "
            "names {} of them; ask for a share nearer to it, or add tools that feed one another",
            found["share"],
            found["asked"],
            "more" if found["share"] < found["asked"] else "fewer",
        )
