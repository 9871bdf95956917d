"""Tools of a catalog as langchain's, for an agent to call: nothing is run, each call goes to the stage of its conversation."""

import json
from collections.abc import Iterable
from typing import Any

from langchain_core.runnables import RunnableConfig
from langchain_core.tools import StructuredTool

from tool_graphs.errors import SimulationError
from tool_graphs.graph import ToolGraph
from tool_graphs.tool import Tool, function_name

STAGE = "toolweft_stage"
"""Under which `configurable` of a RunnableConfig the stage travels."""


class MockTool(StructuredTool):
    """A tool that is never run: the simulation answers."""

    def _to_args_and_kwargs(self, tool_input: Any, tool_call_id: str | None) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """All arguments as one, so that no parameter's name gets in the way of langchain's own."""
        return (_arguments(tool_input),), {}

    def _run(self, arguments: Any, config: RunnableConfig) -> str:  # type: ignore[override]
        stage = (config.get("configurable") or {}).get(STAGE)
        if stage is None:
            raise SimulationError(
                f"mock tool {self.name!r} was called outside of a simulation, or by an agent that does not pass on the "
                "RunnableConfig that it was given: tool.invoke(call, config)"
            )
        value = stage.answer(self.name, arguments)
        return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def mock_tools(graph: ToolGraph, names: Iterable[str] | None = None) -> list[StructuredTool]:
    """The tools of a graph, all or those named, as langchain `StructuredTool`s that a simulation answers."""
    tools = graph.tools.values() if names is None else [graph.tool(name) for name in names]
    return [mock_tool(tool) for tool in tools]


def mock_tool(tool: Tool) -> StructuredTool:
    """One tool."""
    return MockTool(
        name=function_name(tool.name),
        description=tool.description or tool.name,
        args_schema={"title": function_name(tool.name), "description": tool.description or tool.name, **tool.parameters},
    )


def _arguments(given: Any) -> Any:
    """The arguments as an object; a text may hold one, as it does where an agent passes a model's words on."""
    if not isinstance(given, str):
        return given
    try:
        return json.loads(given)
    except ValueError:
        return given
