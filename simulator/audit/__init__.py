"""Datasets that others made: where the arguments of their calls come from, and whether the calls are needed."""
