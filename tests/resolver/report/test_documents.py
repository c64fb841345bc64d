"""The documents say what the code does: commands, options, columns, files, exit codes, dependencies."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

from resolver import errors as resolver_errors
from resolver.cli import main
from resolver.config import PRESETS, Config
from resolver.entities.diagnostics import DIAGNOSTICS
from resolver.entities.link_table import LINKS
from resolver.entities.possible import POSSIBLE
from resolver.model import CLUSTERS, ENTITIES, HITS, ROWS
from resolver.report import RUN_FILES
from resolver.report.folder import OTHER_FILES
from watchlists import errors as list_errors
from watchlists.sources import known_sources

REPOSITORY = Path(__file__).resolve().parents[3]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")


def commands(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    """Every command with its full name ("lists show")."""
    for part, command in group.commands.items():
        full = f"{name} {part}".strip()
        if isinstance(command, click.Group):
            yield from commands(command, full)
        else:
            yield full, command


COMMANDS = dict(commands(main))


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_the_readme(name: str) -> None:
    assert f"resolver {name}" in README


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_in_the_readme(name: str) -> None:
    options = {
        o for p in COMMANDS[name].params for o in p.opts if isinstance(p, click.Option) and o.startswith("--")
    }
    assert [option for option in sorted(options) if f"`{option}" not in README] == []


@pytest.mark.parametrize("table", [HITS, CLUSTERS, ENTITIES, ROWS, POSSIBLE, LINKS, DIAGNOSTICS])
def test_every_column_is_in_the_readme(table: object) -> None:
    assert [name for name in table.names if f"`{name}`" not in README] == []  # type: ignore[attr-defined]


def test_every_file_of_a_run_is_in_the_readme() -> None:
    names = [name if name in OTHER_FILES else name.split(".")[0] for name in RUN_FILES]
    assert [name for name in names if f"`{name}`" not in README] == []


def test_every_setting_preset_and_source_is_in_the_readme() -> None:
    names = [f.name for f in fields(Config)] + list(PRESETS) + list(known_sources())
    assert [name for name in names if f"`{name}`" not in README] == []


def test_the_settings_of_the_readme_have_their_defaults() -> None:
    shown = dict(re.findall(r"^\| `(\w+)` \| `(.+?)` \|", README, re.MULTILINE))
    settings = {f.name: getattr(Config(), f.name) for f in fields(Config)}
    assert {name: tomllib.loads(f"value = {shown[name]}")["value"] for name in settings} == settings


def test_the_presets_of_the_readme_have_their_thresholds() -> None:
    rows = re.findall(r"^\| `(\w+)` \| ([\d.]+) \| ([\d.]+) \|", README, re.MULTILINE)
    assert {name: (float(match), float(possible)) for name, match, possible in rows} == {
        name: (preset.match, preset.possible) for name, preset in PRESETS.items()
    }


def test_exit_codes_of_the_readme_are_those_of_the_errors() -> None:
    codes = set(re.findall(r"^\| (\d+) \|", README, re.MULTILINE))
    used = {
        error.exit_code
        for module in (resolver_errors, list_errors)
        for error in vars(module).values()
        if isinstance(error, type) and hasattr(error, "exit_code")
    }
    assert {str(code) for code in used} | {"0", "1"} <= codes


def test_the_readme_begins_with_the_two_commands() -> None:
    assert README.index("make demo") < README.index("make test") < README.index("## ")


def test_every_dependency_is_explained() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[<>=]", line)[0] for line in project["dependencies"]}
    table = (REPOSITORY / "docs" / "dependencies.md").read_text(encoding="utf-8")
    assert set(re.findall(r"^\| ([a-z][\w-]+) \|", table, re.MULTILINE)) - {"library"} == declared
    assert f"## {project['version']}" in (REPOSITORY / "CHANGELOG.md").read_text(encoding="utf-8")


def test_every_link_of_the_readme_leads_somewhere() -> None:
    links = set(re.findall(r"\]\(([^)#:]+)\)", README))
    assert [link for link in sorted(links) if not (REPOSITORY / link).exists()] == []
