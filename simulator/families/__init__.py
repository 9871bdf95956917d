"""Families: each accepted plan of a run, turned into siblings with the same goal."""

from simulator.families.families import Families

__all__ = ["Families"]
