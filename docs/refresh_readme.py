"""Bring README.md up to date with the code: the outputs of its console blocks, and the defaults in its tables.

    python docs/refresh_readme.py

In a console block, lines that begin with "$ " are commands and what stands under one is its output; `$ cat FILE` gives
FILE its content for the commands after it. Everything runs in a temporary folder.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from resolver.config import PRESETS, Config
from resolver.samples import paths

README = Path(__file__).resolve().parent.parent / "README.md"
BLOCK = re.compile(r"(?<=```console\n).*?(?=```)", re.DOTALL)
# Lines that only a slow machine prints.
PROGRESS = re.compile(r"^.*, about \d+ s left\n", re.MULTILINE)


def refreshed(block: str, folder: Path) -> str:
    """The block with the outputs of today."""
    commands = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    parts = (text.partition("\n") for text in commands)
    return "".join(_refreshed_command(command, shown, folder) for command, _, shown in parts)


def _refreshed_command(command: str, shown: str, folder: Path) -> str:
    if command.startswith("cat "):
        (folder / command.removeprefix("cat ")).write_text(shown, encoding="utf-8")
        return f"$ {command}\n{shown}"
    return f"$ {command}\n{_output(command, folder).rstrip()}\n"


def _output(command: str, folder: Path) -> str:
    """Both streams, without folders and progress. `make demo` is run without make. Ends when a command fails."""
    run = command.replace("make demo", "resolver demo --out demo-out")
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(  # noqa: S603 (the commands of our own README)
        ["/bin/bash", "-c", run],
        cwd=folder,
        env=os.environ | {"PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise SystemExit(f"{command} ended with {done.returncode}:\n{done.stdout}")
    folders = f"{paths().manifest.parent}{os.sep}"
    return PROGRESS.sub("", done.stdout.replace(folders, ""))


def with_defaults(text: str) -> str:
    """`text` with the defaults and thresholds of resolver.config in the rows of its tables."""
    for name, value in Config().as_dict().items():
        shown = f'"{value}"' if isinstance(value, str) else str(value).lower()
        text = re.sub(rf"^(\| `{name}` \| )`[^`]*`", rf"\g<1>`{shown}`", text, flags=re.MULTILINE)
    for name, preset in PRESETS.items():
        numbers = rf"\g<1>{preset.match} | {preset.possible} |"
        text = re.sub(rf"^(\| `{name}` \| )[\d.]+ \| [\d.]+ \|", numbers, text, flags=re.MULTILINE)
    return text


def main() -> None:
    """Write README.md anew."""
    text = README.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        text = BLOCK.sub(lambda found: refreshed(found[0], Path(folder)), text)
    README.write_text(with_defaults(text), encoding="utf-8")


if __name__ == "__main__":
    main()
