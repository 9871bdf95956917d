"""An OpenAI-compatible chat server of our own: it answers plausibly without a model, and misbehaves on demand."""

from simulator.mock_llm.faults import Faults
from simulator.mock_llm.server import MockLLM

__all__ = ["Faults", "MockLLM"]
