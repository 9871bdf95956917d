"""Runs that follow a target's distributions: a script for every conversation, and roles that keep to it."""

from simulator.steering.aims import Aims, aims_of
from simulator.steering.script import Script, Scripts, Wish

__all__ = ["Aims", "Script", "Scripts", "Wish", "aims_of"]
