"""The embedder: lets a strategy decide which calls of the plan stay implicit."""

from random import Random

from roles.base import NOWHERE, Briefed, Conversation, EmbeddingStrategy, Known, Opened, Planned, Scene
from roles.personal import Personal
from roles.strategies.scenes import briefed, takes_scene
from tool_graphs import path as paths
from tool_graphs.graph import ToolGraph
from tool_graphs.plan import Plan


class Embedder:
    """Briefs the user about the newest plan, as its embedding strategy says."""

    def __init__(self, strategy: EmbeddingStrategy, graph: ToolGraph | None = None) -> None:
        self.strategy = strategy
        self.graph = graph
        self.personal = Personal(graph) if graph else None

    def __call__(self, conversation: Conversation, rng: Random) -> Briefed:
        """A brief for the newest plan."""
        plan = conversation.last(Planned).plan
        if self.graph is not None:
            for call in plan.calls:
                self.graph.tool(call.tool)  # whose error tells of a tool that nobody knows
        scene = self._scene(conversation, plan) if takes_scene(self.strategy) else NOWHERE
        return Briefed(brief=briefed(self.strategy, plan, rng, scene))

    def _scene(self, conversation: Conversation, plan: Plan) -> Scene:
        issued = conversation.calls()
        hidden = {id for step in conversation.all(Briefed) for id in step.brief.implicit}
        opened = conversation.all(Opened)[-1:]
        return Scene(
            known=self._known(plan, opened[0]) if opened else {},
            earlier=frozenset(issued),
            calls=len(issued),
            hidden=len(hidden & issued.keys()),
            left=max(0, opened[0].turns - len(conversation.turns())) if opened else 0,
        )

    def _known(self, plan: Plan, opened: Opened) -> dict[tuple[str, str], Known]:
        """The literals that the profile or a schema's default gives."""
        found: dict[tuple[str, str], Known] = {}
        if self.graph is None or self.personal is None:
            return found
        for call in plan.calls:
            tool, held = self.graph.tool(call.tool), self.personal.held(opened.profile, call.tool)
            for argument, value in call.literals():
                input = tool.input(argument)
                schema = input.schema if input else {}
                if paths.pattern(argument) in held and held[paths.pattern(argument)] == value:
                    found[call.id, argument] = "profile"
                elif "default" in schema and schema["default"] == value and type(schema["default"]) is type(value):
                    found[call.id, argument] = "default"
        return found
