"""Behaviours: what is right where not every call can be made; a question, a refusal, a correction."""
