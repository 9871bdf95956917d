"""What is asked of OpenAI's service in the usual form is written as langchain-openai writes it."""

import pytest
from langchain_core.callbacks import BaseCallbackHandler, CallbackManager, get_usage_metadata_callback
from langchain_core.messages import AIMessage, HumanMessage, SystemMessage, ToolMessage

from roles.chat import Tools, chat_model
from roles.chat.identity import key_of
from roles.chat.listening import listeners

pytest.importorskip("langchain_openai")

CALL = {"name": "find", "args": {"city": "Zürich", "n": 2}, "id": "call_1", "type": "tool_call"}
PLAIN = [
    SystemMessage("Be brief."),
    HumanMessage("Where is it?"),
    AIMessage("", tool_calls=[CALL]),
    ToolMessage("here", name="find", tool_call_id="call_1"),
    AIMessage("Here."),
]
UNUSUAL = [
    HumanMessage("Hello", name="Ann"),
    HumanMessage([{"type": "text", "text": "Hello"}]),
    AIMessage("", invalid_tool_calls=[{"name": "find", "args": "{", "id": "call_2", "error": None, "type": "invalid_tool_call"}]),
    SystemMessage("Be brief.", additional_kwargs={"__openai_role__": "developer"}),
    ("human", "Hello"),
]


@pytest.mark.parametrize("messages", [[], PLAIN, *([*PLAIN, one] for one in UNUSUAL)])
@pytest.mark.parametrize("settings", [{}, {"model": "o3"}, {"use_responses_api": True}])
def test_messages_are_written_as_theirs(messages, settings):
    """Plain or not, and whatever the model, a request holds what langchain-openai's client puts there."""
    from langchain_openai import ChatOpenAI

    given = {"model": "mock", "base_url": "http://localhost:1/v1", "api_key": "none"} | settings
    model = chat_model(f"openai:{given.pop('model')}", **given)
    theirs = ChatOpenAI(model=model.model_name, max_retries=0, timeout=120.0, **given)
    payload = model._get_request_payload(messages, seed=3)
    asked = {**payload, **payload.get("extra_body", {})}
    asked.pop("extra_body", None)
    assert asked == theirs._get_request_payload(messages, seed=3)


def test_listeners_are_those_that_langchain_finds(monkeypatch):
    """Who listens in the context is found without a manager; where a tracer might, langchain-core is to say."""
    assert listeners() == CallbackManager.configure().handlers == []
    with get_usage_metadata_callback() as listener:
        assert listeners() == CallbackManager.configure().handlers == [listener]
        assert isinstance(listener, BaseCallbackHandler)
    monkeypatch.setenv("LANGCHAIN_TRACING", "true")
    assert listeners() is None


def test_tools_that_are_kept_make_the_same_key():
    """An answer is found by what the tools are, however they are held."""
    tools = [{"type": "function", "function": {"name": "find", "parameters": {"b": 1, "a": float("inf")}}}]
    kept = Tools(tools)
    assert {key_of({}, PLAIN, form, 1, 1) for form in (tools, kept, kept)} == {key_of({}, PLAIN, tools, 1, 1)}
    odd = [{"name": object()}]
    assert key_of({}, PLAIN, Tools(odd), 1, 1) == key_of({}, PLAIN, odd, 1, 1)
