"""Runs the code blocks of a Markdown document, as a reader would: one after another, in one directory.

- `python`: a script of its own.
- `yaml`, `json`, `jsonl`, `toml`: data, parsed only.
- `console`, `sh`, `bash`: commands start with `$ `, and a line that ends with `\\` goes on in the next; what follows is the
  output. A command that is meant to fail ends with `# exit code N`, and its output is what it says on stderr.
- `output`: what the block before it prints. `text`, `mermaid`, `html`: only to be read.

A file name after the language (```` ```yaml simulation.yaml ````) saves the block under that name, for later blocks.
In a shown output, `...` stands for anything; alone on a line, for any number of lines. A command or script of which no
output is shown may print what it likes. `make test`, `make lint`, `make bench` are only looked up, and what fetches
the project itself (`git clone`, `cd`, `pip install`) is not run.
"""

import json
import os
import re
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

import yaml

ROOT = Path(__file__).parents[1]
PROGRAMS = Path(sys.executable).parent
MAKE = "make -o .venv/installed "
"""Make without the set-up: `laid_out` lays this environment where it would be set up."""
SHELLS = ("console", "sh", "bash")
DATA = ("yaml", "json", "jsonl", "toml")
READ_ONLY = ("text", "mermaid", "html")
SECONDS = 120
_FENCE = re.compile(r"^( *)```+[ \t]*(\S*)[ \t]*([^\n]*?)[ \t]*\n(.*?)^\1```+[ \t]*$", re.MULTILINE | re.DOTALL)
_FAILS = re.compile(r"# exit code (\d+)\s*$")
_FETCHES = re.compile(r"(git clone|cd|pip install|python3? -m pip install)\b")
_LOOKED_UP = re.compile(r"make (test|lint|bench|clean)\b")


@dataclass(frozen=True)
class Block:
    """A fenced block, the name to save it under if any, and the line of the document at which it starts."""

    language: str
    name: str
    text: str
    line: int


@dataclass(frozen=True)
class Ran:
    """What a command or script printed, what for, and where that stands in the document."""

    what: str
    stdout: str
    stderr: str
    code: int
    expected_code: int = 0

    @property
    def shown(self) -> str:
        """What a reader looks at: the output, or the complaint of what is meant to fail."""
        return self.stderr if self.expected_code else self.stdout


def blocks(document: str) -> list[Block]:
    """The fenced blocks of a Markdown text, in order."""
    found = []
    for match in _FENCE.finditer(document):
        text = re.sub(rf"^{match[1]}", "", match[4], flags=re.MULTILINE)
        found.append(Block(match[2], match[3], text, document.count("\n", 0, match.start()) + 1))
    return found


def commands(block: str) -> list[tuple[str, str]]:
    """(command, shown output) of a console block."""
    found: list[tuple[str, str]] = []
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE):
        match = re.match(r"((?:[^\n]*\\\n)*[^\n]*)\n?(.*)", part, re.DOTALL)
        assert match is not None
        found.append((match[1], match[2]))
    before = "".join(found.pop(0))
    assert not before.strip(), f"a command of a console block starts with '$ ', got {before!r}"
    return found


def agrees(shown: str, printed: str) -> bool:
    """Whether a shown output, with `...` for what differs, describes what was printed; blank lines at the ends do not count."""
    pattern = ""
    for line in shown.strip("\n").split("\n"):
        anything = r"(?:[^\n]*\n)*"
        pattern += anything if line.strip() == "..." else ".*".join(map(re.escape, line.rstrip().split("..."))) + r"\n"
    lines = "".join(f"{line.rstrip()}\n" for line in printed.strip("\n").split("\n"))
    return re.fullmatch(pattern, lines) is not None


def laid_out(place: Path) -> Path:
    """A directory that looks like a checkout to a reader of a document, and can be written to."""
    for name in ("Makefile", "examples", "pyproject.toml", "constraints.txt"):
        if (ROOT / name).exists():
            (place / name).symlink_to(ROOT / name)
    (place / ".venv").symlink_to(sys.prefix)
    return place


def environment() -> dict[str, str]:
    """This process's environment with this interpreter's programs first, on a terminal of 100 columns."""
    return {
        **{name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")},
        "PATH": f"{PROGRAMS}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT),
        "COLUMNS": "100",
        "NO_COLOR": "1",
        "TERM": "dumb",
    }


def run_command(command: str, place: Path) -> Ran | None:
    """Runs one command of a console block; None for those that are not run."""
    if _FETCHES.match(command):
        return None
    looked_up = _LOOKED_UP.match(command)
    fails = _FAILS.search(command)
    script = f"make -n {looked_up[1]}" if looked_up else re.sub(r"^make ", MAKE, command)
    ran = _run(["bash", "-c", script], place)
    assert not looked_up or ran.returncode == 0, ran.stderr
    return None if looked_up else Ran(command, ran.stdout, ran.stderr, ran.returncode, int(fails[1]) if fails else 0)


def run_script(block: Block, place: Path) -> Ran:
    """Runs one Python block from a file, as a reader would."""
    script = place / (block.name or f"line_{block.line}.py")
    script.write_text(block.text, encoding="utf-8")
    ran = _run([sys.executable, str(script)], place)
    return Ran("the script", ran.stdout, ran.stderr, ran.returncode)


def _run(arguments: list[str], place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        arguments,
        cwd=place,
        env=environment(),
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )


def _compare(ran: Ran | None, shown: str, where: str) -> None:
    if ran is None:
        return
    told = f"{where}: {ran.what}"
    assert ran.code == ran.expected_code, f"{told} ended with exit code {ran.code}:\n{ran.stdout}{ran.stderr}"
    if shown.strip():
        assert agrees(shown, ran.shown), f"{told} printed\n\n{ran.shown}\nand the document shows\n\n{shown}"


def check(document: Path, place: Path) -> int:
    """Runs a document's blocks in a directory and returns how many it has; fails, naming the line, where one does not hold."""
    found = blocks(document.read_text(encoding="utf-8"))
    ran: Ran | None = None
    for block in found:
        where = f"{document.name}:{block.line}"
        if block.name:
            (place / block.name).parent.mkdir(parents=True, exist_ok=True)
            (place / block.name).write_text(block.text, encoding="utf-8")
        if block.language == "python":
            ran = run_script(block, place)
            _compare(ran, "", where)
        elif block.language in SHELLS:
            for command, shown in commands(block.text):
                ran = run_command(command, place)
                _compare(ran, shown, where)
        elif block.language == "output":
            assert ran is not None, f"{where}: an output block needs a python or console block before it"
            _compare(ran, block.text, where)
        elif block.language in DATA:
            _parse(block, where)
        else:
            known = ("python", *SHELLS, "output", *DATA, *READ_ONLY)
            assert block.language in READ_ONLY, f"{where}: a block says what it is, one of {known}, got {block.language!r}"
    return len(found)


def _parse(block: Block, where: str) -> None:
    try:
        if block.language == "yaml":
            yaml.safe_load(block.text)
        elif block.language == "toml":
            tomllib.loads(block.text)
        else:
            for text in block.text.splitlines() if block.language == "jsonl" else [block.text]:
                json.loads(text)
    except (ValueError, yaml.YAMLError) as error:
        raise AssertionError(f"{where}: this is no {block.language}: {error}") from error
