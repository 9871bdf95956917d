"""Waiting for what is asynchronous, from code that is not."""

import asyncio
import inspect
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from typing import Any


def finished(start: Callable[[], Any]) -> Any:
    """What `start` gives, once it is there; started within an event loop, so that it may ask for one."""

    async def wait() -> Any:
        answer = start()
        return await answer if inspect.isawaitable(answer) else answer

    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(wait())
    with ThreadPoolExecutor(1) as thread:  # a notebook's own loop is running in this one
        return thread.submit(copy_context().run, asyncio.run, wait()).result()
