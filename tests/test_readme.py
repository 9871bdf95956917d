"""README.md and docs/*.md do what they say: every code block runs, and prints what it shows (how: `tests/documents.py`)."""

import shutil
from pathlib import Path

import pytest

from tests.documents import PROGRAMS, ROOT, agrees, blocks, check, commands, laid_out

DOCUMENTS = [path for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))) if path.exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_a_document_does_what_it_says(document: Path, tmp_path: Path) -> None:
    """Each block of a document runs, in order, in a directory that looks like a checkout."""
    if shutil.which("toolweft", path=str(PROGRAMS)) is None:
        pytest.skip("the toolweft command is not installed beside this Python; make test installs it")
    check(document, laid_out(tmp_path))


def sample(place: Path, text: str) -> Path:
    """A document in a directory of its own."""
    document = place / "sample.md"
    document.write_text(text.replace("'''", "```"), encoding="utf-8")
    return document


GOOD = """
'''python greet.py
print("hello", 1 + 1)
'''
'''output
hello ...
'''
'''console
$ python greet.py
hello 2
$ printf 'a\\nb\\nc\\n' && \\
  echo d
a
...
d
$ cat nowhere  # exit code 1
cat: nowhere: No such file...
$ git clone nowhere
$ make test
hundreds passed
'''
'''yaml some/simulation.yaml
seed: 7
'''
'''sh
$ grep seed some/simulation.yaml
seed: 7
'''
'''text
anything
'''
"""


def test_a_good_document_passes(tmp_path: Path) -> None:
    """Scripts, saved files, commands, elided output, expected failures and data are all understood."""
    assert check(sample(tmp_path, GOOD), laid_out(tmp_path)) == 6


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("'''python\nraise KeyError\n'''", "sample.md:1: the script ended with exit code 1"),
        ("'''python\nprint(1)\n'''\n'''output\n2\n'''", "sample.md:4: the script printed"),
        ("Text.\n\n'''console\n$ echo 1\n2\n'''", "sample.md:3: echo 1 printed"),
        ("'''console\n$ false\n'''", "false ended with exit code 1"),
        ("'''console\n$ true # exit code 2\n'''", "ended with exit code 0"),
        ("'''sh\necho 1\n'''", "starts with '\\$ '"),
        ("'''output\n1\n'''", "needs a python or console block"),
        ("'''\necho 1\n'''", "says what it is"),
        ("'''json\n{\n'''", "this is no json"),
        ("'''yaml\na: [\n'''", "this is no yaml"),
        ("'''toml\na\n'''", "this is no toml"),
        ("'''console\n$ make lint\n'''", "make"),
    ],
)
def test_a_bad_document_is_noticed(text: str, complaint: str, tmp_path: Path) -> None:
    """What does not hold is named with its line."""
    with pytest.raises(AssertionError, match=complaint):
        check(sample(tmp_path, text), tmp_path)


def test_make_runs_without_its_set_up(tmp_path: Path) -> None:
    """A target that needs an environment runs in this one; where there is no such target, that is noticed."""
    document = sample(tmp_path, "'''console\n$ make demo\nPython 3...\n'''")
    (laid_out(tmp_path) / "Makefile").unlink()
    (tmp_path / "Makefile").write_text(
        "demo: .venv/installed\n\t@.venv/bin/python --version\n.venv/installed: nowhere\n\texit 1\n"
    )
    assert check(document, tmp_path) == 1
    with pytest.raises(AssertionError, match="exit code 2"):
        check(sample(tmp_path, "'''console\n$ make dmeo\n'''"), tmp_path)


def test_indented_blocks_and_line_numbers() -> None:
    """A block in a list item is read without its indentation."""
    found = blocks("1. Do\n\n   ```console\n   $ a\n   b\n   ```\n")
    assert [(block.language, block.text, block.line) for block in found] == [("console", "$ a\nb\n", 3)]
    assert commands(found[0].text) == [("a", "b\n")]


@pytest.mark.parametrize(
    ("shown", "printed", "expected"),
    [
        ("a\nb", "a\nb\n", True),
        ("a\n...", "a\n", True),
        ("a\n...\nd", "a\nb\nc\nd\n", True),
        ("took ... s", "took 0.3 s\n", True),
        ("a", "a\nb\n", False),
        ("a...", "a\nb\n", False),
        ("1.5", "1x5", False),
    ],
)
def test_what_three_dots_stand_for(shown: str, printed: str, expected: bool) -> None:
    """Three dots in a line stand for anything in it; alone, for any lines."""
    assert agrees(shown, printed) is expected
