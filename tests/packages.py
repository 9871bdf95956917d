"""Real packages from npm, fetched once into a folder of the checkout that git ignores."""

import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path

import pytest

CACHE = Path(__file__).parents[1] / ".cache" / "npm"


def npm_file(package: str, path: str) -> Path:
    """A file of a package (`name@version`); skips the test where npm or its registry cannot be reached."""
    kept = CACHE / package.replace("/", "-") / Path(path).name
    if kept.exists():
        return kept
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip(f"there is no npm here to fetch {package} with")
    with tempfile.TemporaryDirectory() as folder:
        packed = subprocess.run([npm, "pack", package], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        if packed.returncode:
            pytest.skip(f"npm cannot fetch {package}: {packed.stderr.strip()[-200:]}")
        (archive,) = Path(folder).glob("*.tgz")
        with tarfile.open(archive) as opened:
            content = opened.extractfile(f"package/{path}")
            assert content is not None
            new = Path(folder) / "new"
            new.write_bytes(content.read())
        kept.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(new, kept)
    return kept


def npm_commands(folder: Path) -> Path:
    """The commands of the packages that the folder's package.json names; skips the test where they cannot be installed."""
    wanted = (folder / "package.json").read_text()
    place = CACHE / folder.name
    commands, installed = place / "node_modules" / ".bin", place / "installed.json"
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip(f"there is no npm here to install {folder.name} with")
    if installed.exists() and installed.read_text() == wanted:
        return commands
    place.mkdir(parents=True, exist_ok=True)
    (place / "package.json").write_text(wanted)
    install = ["npm", "install", "--prefix", str(place), "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"]
    try:
        done = subprocess.run(install, capture_output=True, text=True, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip(f"npm did not install {folder.name} within 300 s")
    if done.returncode:
        pytest.skip(f"npm cannot install {folder.name}: {done.stderr.strip()[-200:]}")
    installed.write_text(wanted)
    return commands
