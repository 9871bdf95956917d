"""Embedding strategies: which calls stay implicit; one per file."""
