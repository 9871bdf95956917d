"""Answers calls: the mock world, which knows nothing but the steps so far."""

from roles.executor.offline import Executor

__all__ = ["Executor"]
