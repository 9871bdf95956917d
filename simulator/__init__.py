"""Putting a conversation on stage."""
