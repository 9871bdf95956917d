"""Realistic, seeded values for a JSON Schema."""

from roles.values.values import Values

__all__ = ["Values"]
