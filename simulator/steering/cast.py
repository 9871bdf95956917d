"""Who plays where a run follows a target: the offline roles, those that decide steered by the scripts."""

from roles.base import Cast
from roles.cast import offline_cast
from roles.planner import Planner
from roles.user import User
from roles.verifier import Verifier
from simulator.steering.aims import Aims
from simulator.steering.cue import Prompter
from simulator.steering.embedder import SteeredEmbedder
from simulator.steering.hiding import some_hidden
from simulator.steering.leads import Leads
from simulator.steering.planner import SteeredPlanner
from simulator.steering.rehearsal import Rehearsal
from simulator.steering.scenario import SteeredScenario
from simulator.steering.script import Scripts
from simulator.steering.small_talk import TalkingAssistant
from simulator.steering.user import SteeredUser
from tool_graphs.graph import ToolGraph
from tool_graphs.sampling.wishes import ANY, Wishes


def steered_cast(graph: ToolGraph, aims: Aims, wishes: Wishes = ANY) -> Cast:
    """The default seats; what they plan and hide follows the scripts that the aims come to."""
    cast = offline_cast(graph, some_hidden, wishes=wishes)
    planner, user, verifier = cast["planner"], cast["user"], cast["verifier"]
    assert isinstance(planner, Planner) and isinstance(user, User) and isinstance(verifier, Verifier)
    leads = Leads(graph, planner.wanted.within, planner.wanted.goals)
    scripts = Scripts(aims.in_pairs() if aims.free and not leads.deep() else aims)
    prompter = Prompter(graph, scripts)
    cast["user"] = SteeredUser(prompter, user, User(graph, silent=True), verifier)
    cast["assistant"] = TalkingAssistant(cast["assistant"])
    cast["scenario"] = SteeredScenario(graph, scripts, leads, wishes=wishes)
    cast["embedder"] = SteeredEmbedder(graph, prompter, cast["user"])
    cast["planner"] = SteeredPlanner(planner, prompter, Rehearsal(graph, cast), leads)
    return cast
