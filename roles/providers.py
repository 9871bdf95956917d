"""The providers of chat models that a name can begin with."""

PROVIDERS = frozenset(
    "anthropic anthropic_bedrock azure_ai azure_openai baseten bedrock bedrock_converse cohere deepseek fireworks "
    "google_anthropic_vertex google_genai google_vertexai groq huggingface ibm litellm mistralai nvidia ollama openai openrouter "
    "perplexity together upstage xai".split()
)
"""What a name such as `openai:gpt-4.1-mini` may begin with; `openai` is tested, the others are langchain's."""


def names_model(name: str) -> bool:
    """Whether a role's name is a model's: PROVIDER:MODEL."""
    provider, colon, model = name.partition(":")
    return bool(colon and model) and provider in PROVIDERS
