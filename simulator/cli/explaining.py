"""An explanation of links, as people read it."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from tool_graphs.catalog import Denied
from tool_graphs.graph import Link
from tool_graphs.links import USABLE, Explanation
from tool_graphs.links.explaining import Reason


def print_explanation(console: Console, found: Explanation, declared: Sequence[Link], denied: Sequence[Denied]) -> None:
    """A paragraph per parameter of the second tool, best first: the best field for it, and all signals."""
    console.print(Text(f"{found.source} -> {found.target}", "bold"), soft_wrap=True)
    for link in declared:
        what = f"{link.field} -> {link.param}" if link.kind == "data" else "comes first"
        console.print(Text(f"  declared: {what}, score {link.score:g}; this wins over what follows"), soft_wrap=True)
    for each in denied:
        console.print(Text(f"  denied: {each.param or 'every link'}; this wins over what follows"), soft_wrap=True)
    if found.order:
        console.print(Text(f"  must come first: {found.order:.2f}"), soft_wrap=True)
    if not found.reasons:
        console.print(Text(f"  {found.target} has no parameters"), soft_wrap=True)
    for reason in found.reasons:
        _print_reason(console, reason)


def _print_reason(console: Console, reason: Reason) -> None:
    if not reason.field:
        console.print(Text(f"\n  {reason.param}: no link: {reason.note}"), soft_wrap=True)
        return
    verdict = "usable" if reason.usable else f"plans want at least {USABLE:g}"
    note = f"; {reason.note}" if reason.note else ""
    console.print(Text(f"\n  {reason.field} -> {reason.param}   {reason.score:.2f} ({verdict}{note})"), soft_wrap=True)
    console.print(Text(f"    {reason.means}"), soft_wrap=True)
    for signal in sorted(reason.signals, key=lambda signal: -signal.factor):
        sign = "+" if signal.factor > 1 else "-"
        console.print(Text(f"    {sign} {signal.factor:5.2f}  {signal.name}"), soft_wrap=True)
