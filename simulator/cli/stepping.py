"""The prompt at a breakpoint: `toolweft generate ... --break-before SEAT`."""

import shlex
import sys
from collections.abc import Callable
from typing import Any

import orjson
import yaml
from pydantic import ValidationError

from roles.base import Conversation, Step
from simulator.examining import summary
from simulator.notebook import as_plain
from simulator.reading import Line, printable
from simulator.stepping import Breakpoint, Stepper
from simulator.travel.changes import plain
from tool_graphs import path as paths
from tool_graphs.attribute import attribute
from tool_graphs.errors import ToolweftError, did_you_mean

HELP = """  go (or nothing)   on to the next stop            step              let this seat speak, then stop again
  show              the conversation so far        look [N]          step N, by default the last one, in full
  set PATH VALUE    change a value of the last step: set text "Cancel it."
  give JSON         this step instead of the seat's own: give {"kind": "asked", "text": "Cancel it."}
  back [N]          take back the last step, or all from N on
  off               no more stops                  quit              end the run here; --resume goes on with it"""


def breakpoints(given: list[str]) -> tuple[Breakpoint | str | int, ...]:
    """Seats, numbers of steps and module:attribute of predicates."""
    return tuple(int(each) if each.isdigit() else attribute(each) if ":" in each else each for each in given)


class Prompt:
    """Asks on standard input what to do with a conversation that has stopped; speaks on standard error."""

    def __init__(self) -> None:
        self.off = False

    def __call__(self, stepper: Stepper) -> bool:
        """Until it is to go on: whether to stop again."""
        if self.off:
            return False
        self._where(stepper)
        while not stepper.over:
            typed = self._typed()
            if typed is None or typed == "off":
                self.off = True
                return False
            if typed in ("", "go"):
                return True
            self._obeyed(stepper, typed)
        self._say(f"{stepper.stage.id} is over")
        return True

    def _obeyed(self, stepper: Stepper, typed: str) -> None:
        word, _, rest = typed.partition(" ")
        if word == "quit":
            raise KeyboardInterrupt
        command = _COMMANDS.get(word)
        try:
            if command is None:
                self._say(f"{word!r} is no command; {did_you_mean(word, [*_COMMANDS, 'go', 'off', 'quit'])}")
            else:
                self._say(command(stepper, rest.strip()))
        except (ToolweftError, ValueError, LookupError, TypeError) as error:
            self._say(_wrong(error))

    def _where(self, stepper: Stepper) -> None:
        steps = stepper.conversation.steps
        self._say(f"{stepper.stage.id}: {stepper.seat} would be next, step {len(steps)}; help tells what can be done")
        if steps:
            self._say(_told(len(steps) - 1, steps[-1]))

    def _typed(self) -> str | None:
        sys.stderr.write("> ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            self._say("(no more commands: on without stops)")
            return None
        return line.strip()

    def _say(self, text: str) -> None:
        sys.stderr.write(printable(text).rstrip("\n") + "\n")


def _wrong(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"no such step: {'.'.join(map(str, first['loc'][2:]))}: {first['msg']}; nothing was changed"
    return f"{error}; nothing was changed"


def _told(number: int, step: Step) -> str:
    return as_plain([Line(f"{number:>4}", f"{step.by}, {step.kind}: {summary(step)}")])


def _step(stepper: Stepper, rest: str) -> str:
    number = len(stepper.conversation.steps)
    step = stepper.step()
    if step is None:
        failure = stepper.state["failure"]
        return f"{stepper.state['seat']} failed: {failure.type}: {failure.message}"
    return _told(number, step) + ("" if stepper.over else f"{stepper.seat} would be next, step {number + 1}")


def _show(stepper: Stepper, rest: str) -> str:
    steps = stepper.conversation.steps
    return "\n".join(_told(number, step).rstrip("\n") for number, step in enumerate(steps)) or "no step yet"


def _look(stepper: Stepper, rest: str) -> str:
    step = stepper.conversation.steps[int(rest) if rest else -1]
    return orjson.dumps(plain(step), option=orjson.OPT_INDENT_2).decode()


def _set(stepper: Stepper, rest: str) -> str:
    words = shlex.split(rest)
    if len(words) < 2:
        raise ValueError(f"set {rest}: expected a path and a value, as in: set text 'Cancel it.'")
    path, value = words[0], " ".join(words[1:])
    content = plain(stepper.conversation.steps[-1])
    before = paths.get(content, path)
    paths.put(content, path, value if isinstance(before, str) else yaml.safe_load(value))
    stepper.change(_read(content))
    return _told(len(stepper.conversation.steps) - 1, stepper.conversation.steps[-1])


def _give(stepper: Stepper, rest: str) -> str:
    stepper.give(_read(orjson.loads(rest)))
    return _told(len(stepper.conversation.steps) - 1, stepper.conversation.steps[-1])


def _back(stepper: Stepper, rest: str) -> str:
    stepper.back(int(rest) if rest else -1)
    return f"{stepper.seat} would be next, step {len(stepper.conversation.steps)}"


def _read(content: Any) -> Step:
    return Conversation.model_validate({"steps": [content]}).steps[0]


_COMMANDS: dict[str, Callable[[Stepper, str], str]] = {
    "help": lambda stepper, rest: HELP,
    "step": _step,
    "show": _show,
    "look": _look,
    "set": _set,
    "give": _give,
    "back": _back,
}
