"""Large catalogs that are read once."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tool_graphs.catalog import graph_of, read_catalog
from tool_graphs.errors import CatalogError
from tool_graphs.remembered import SMALLEST, catalog_before


def _large(path: Path, last: str = "last") -> str:
    """A file of tools with remarks, skipped ones, links and denied links, large enough to be kept."""
    tool = {"description": "Gives " + "words " * 40, "parameters": {"type": "object", "properties": {"name": {"type": "string"}}}}
    tools = [{**tool, "name": f"get_{number}", "returns": {"type": "string"}} for number in range(SMALLEST // 300)]
    tools += [{**tool, "name": last}, {**tool, "name": "odd", "parameters": {"type": "colour"}}]
    links = [{"source": "get_1", "target": "get_2", "field": "", "param": "name"}]
    path.write_text(json.dumps({"tools": tools, "links": links, "denied": [{"source": "get_1", "target": "get_3"}]}))
    return str(path)


def test_what_was_read_before_is_the_same(tmp_path: Path) -> None:
    """Tools, links, denied links and skipped tools come back; the tool graph is the same."""
    file, cache = _large(tmp_path / "tools.json"), tmp_path / "cache"
    first, again, plain = catalog_before([file], cache), catalog_before([file], cache), read_catalog(file)
    assert first == again == plain
    assert again.skipped and again.links and again.denied
    assert graph_of(again).digest == graph_of(plain).digest
    assert len(list(cache.iterdir())) == 1


def test_what_changed_is_read_anew(tmp_path: Path) -> None:
    """Another content, another name, a stricter reading, another file beside it: nothing old is taken for it."""
    cache = tmp_path / "cache"
    file = _large(tmp_path / "tools.json")
    catalog_before([file], cache)
    assert "other" in {tool.name for tool in catalog_before([_large(Path(file), "other")], cache).tools}
    with pytest.raises(CatalogError, match="colour"):
        catalog_before([file], cache, strict=True)
    assert len(catalog_before([file, "travel"], cache).tools) > len(catalog_before([file], cache).tools)


def test_small_files_and_other_origins_are_not_kept(tmp_path: Path) -> None:
    """Bundled catalogs, Python's functions and files that are not there go the usual way."""
    assert catalog_before(["travel"], tmp_path) == read_catalog("travel")
    assert catalog_before(["tests.tool_graphs.python_tools:TOOLS"], tmp_path).tools
    with pytest.raises(CatalogError, match="no file and no bundled catalog 'travle'"):
        catalog_before(["travle"], tmp_path)
    assert not list(tmp_path.iterdir())


@settings(max_examples=8, deadline=None)
@given(st.one_of(st.binary(max_size=40), st.sampled_from([b"{}", b'{"tools": [{}]}', b'{"tools": [{"name": 7}]}'])))
def test_a_kept_file_that_is_broken_is_made_anew(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """Whatever stands there, the catalog is the right one."""
    folder = tmp_path_factory.mktemp("kept")
    file, cache = _large(folder / "tools.json"), folder / "cache"
    right = catalog_before([file], cache)
    (kept,) = cache.iterdir()
    kept.write_bytes(content)
    assert catalog_before([file], cache) == right
