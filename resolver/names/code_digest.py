"""A digest of the code and tables of packages: what one version of the tool made, another may make otherwise."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib import resources
from importlib.resources.abc import Traversable


@cache
def code_digest(*packages: str) -> str:
    """Hexadecimal SHA-256 of all files of the packages, by path and content."""
    found = sha256()
    for package in packages:
        for name, content in sorted(_files(resources.files(package), package)):
            found.update(f"{name} {len(content)} ".encode() + content)
    return found.hexdigest()


def _files(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    """(path, content) of code and tables below a folder."""
    found: list[tuple[str, bytes]] = []
    for one in folder.iterdir():
        if one.is_dir() and one.name != "__pycache__":
            found += _files(one, f"{path}/{one.name}")
        elif one.is_file() and not one.name.startswith("."):
            found.append((f"{path}/{one.name}", one.read_bytes()))
    return found
