"""Result schemas for tools that declare none, inferred from name, description and parameters."""

from tool_graphs.results.inferring import infer_results

__all__ = ["infer_results"]
