"""True results of tools that only calculate; None for every other tool."""

def compute(tool_name: str, description: str, arguments: object) -> float | None:
    """The number."""
    return None
