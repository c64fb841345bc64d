"""The walls of the house: who may import whom, what is documented, and where data rows come from."""

from __future__ import annotations

import ast
import csv
import io
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STAGES = ("intake", "matching", "entities", "report")
# What a stage may see beside itself.
FOR_ALL = (
    "resolver.names",
    "resolver.model",
    "resolver.errors",
    "resolver.readable",
    "resolver.config",
    "resolver.database",
    "watchlists.model",
)
# A module imports from lower ranks only. The stages have rank 1, what they stand on is below 0.
RANKS = {
    **dict.fromkeys(("model", "errors", "readable", "child_processes", "messages", "database"), -2),
    **dict.fromkeys(("names", "config"), -1),
    **dict.fromkeys((*STAGES, "samples"), 1),
    "preparing": 2,
    "alone": 2,
    "options": 2,
    "loading": 2,
    "pair_files": 2,
    "console": 2,
    "list_changes": 2,
    "pipeline": 3,
    "run_lists": 3,
    "comparing": 4,
    "reading": 4,
    "serving": 5,
    **dict.fromkeys(("explaining", "explaining_runs", "training_pairs"), 5),
    "ahead": 5,
    **dict.fromkeys(("api", "running"), 6),
    **dict.fromkeys(("cli_lists", "cli_registry"), 7),
    "cli": 8,
    "start": 9,
    "__main__": 10,
}
LONGEST_FUNCTION = 45
LONGEST_FILE = 400


def modules(package: str) -> dict[str, ast.Module]:
    """Dotted name -> syntax tree of every module of a package."""
    found = {}
    for path in sorted((ROOT / package).rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


RESOLVER, WATCHLISTS = modules("resolver"), modules("watchlists")
KNOWN = {**RESOLVER, **WATCHLISTS}


def imports(tree: ast.Module) -> Iterator[str]:
    """Every module that is imported anywhere in `tree`, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            base = node.module or ""
            for alias in node.names:
                yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in KNOWN else base


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(package + ".")


def rank(module: str) -> int:
    return RANKS[module.split(".")[1]]


def test_watchlists_knows_nothing_of_the_resolver() -> None:
    found = [(name, other) for name, tree in WATCHLISTS.items() for other in imports(tree)]
    assert [pair for pair in found if within(pair[1], "resolver")] == []


@pytest.mark.parametrize("stage", [*STAGES, "names"])
def test_stages_see_neither_each_other_nor_the_rim(stage: str) -> None:
    own = f"resolver.{stage}"
    allowed = ("resolver.model", "resolver.errors") if stage == "names" else FOR_ALL
    if stage in ("names", "matching"):  # the stages that share their work
        allowed = (*allowed, "resolver.child_processes", "resolver.messages")
    if stage == "intake":  # manifests and lists may both be workbooks or Parquet
        allowed = (
            *allowed,
            "watchlists.sheet_cells",
            "watchlists.workbook_cells",
            "watchlists.parquet_texts",
        )
    allowed = (*allowed, own)
    wrong = [
        f"{name} imports {other}"
        for name, tree in RESOLVER.items()
        if within(name, own)
        for other in imports(tree)
        if (within(other, "resolver") or within(other, "watchlists"))
        and not any(within(other, one) for one in allowed)
    ]
    assert wrong == []


def test_the_rim_imports_downwards() -> None:
    wrong = [
        f"{name} imports {other}"
        for name, tree in RESOLVER.items()
        if name != "resolver"
        for other in imports(tree)
        if other.startswith("resolver.")
        if rank(other) >= rank(name) and name.split(".")[1] != other.split(".")[1]
    ]
    assert wrong == []


def test_the_package_face_is_lazy() -> None:
    top_level = [n for n in RESOLVER["resolver"].body if isinstance(n, ast.Import | ast.ImportFrom)]
    assert {n.module for n in top_level if isinstance(n, ast.ImportFrom)} == {"__future__"}
    assert not [n for n in top_level if isinstance(n, ast.Import)]


def test_one_module_imports_splink() -> None:
    found = [name for name, tree in KNOWN.items() if any(within(other, "splink") for other in imports(tree))]
    assert found == ["resolver.matching.splink_model"]


def test_one_module_opens_databases() -> None:
    found = [
        name
        for name, tree in KNOWN.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == "connect"
        and isinstance(node.value, ast.Name)
        and node.value.id == "duckdb"
    ]
    assert found == ["resolver.database"]


@pytest.mark.parametrize("stage", [*STAGES, "names"])
def test_stages_read_no_clock_no_environment_and_no_chance(stage: str) -> None:
    attributes = ["now", "today", "environ", "getenv", "perf_counter", "monotonic", "uuid4"]
    trees = {name: tree for name, tree in RESOLVER.items() if within(name, f"resolver.{stage}")}
    wrong = [
        f"{name} imports {other}"
        for name, tree in trees.items()
        for other in imports(tree)
        if other in {"time", "random", "uuid", "secrets"}
    ]
    wrong += [
        f"{name} calls .{node.func.attr}"
        for name, tree in trees.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in attributes
    ]
    assert wrong == []


def public_definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.ClassDef]:
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
            if isinstance(node, ast.ClassDef):
                methods = (m for m in node.body if isinstance(m, ast.FunctionDef) and m.name[0] != "_")
                yield from (m for m in methods if not is_declared_only(m))


def is_declared_only(method: ast.FunctionDef) -> bool:
    """The `...` of a protocol: the class says what it means."""
    body = method.body[0]
    return isinstance(body, ast.Expr) and isinstance(body.value, ast.Constant) and body.value.value is ...


def test_everything_public_has_a_docstring() -> None:
    silent = [name for name, tree in KNOWN.items() if tree.body and not ast.get_docstring(tree)]
    for name, tree in KNOWN.items():
        silent += [f"{name}.{node.name}" for node in public_definitions(tree) if not ast.get_docstring(node)]
    assert silent == []


def test_functions_and_files_are_short() -> None:
    functions = {
        f"{name}.{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for name, tree in KNOWN.items()
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: lines for name, lines in functions.items() if lines > LONGEST_FUNCTION} == {}
    lengths = sorted(functions.values())
    assert lengths[len(lengths) // 2] <= 10
    files = {
        p: len(p.read_text().splitlines())
        for d in ("resolver", "watchlists")
        for p in (ROOT / d).rglob("*.py")
    }
    assert {str(p.relative_to(ROOT)): n for p, n in files.items() if n > LONGEST_FILE} == {}


def test_no_vague_module_names() -> None:
    vague = {"utils", "helpers", "manager", "misc", "common", "process", "handle", "data2"}
    assert [name for name in KNOWN if name.split(".")[-1] in vague] == []


def data_tables() -> list[Path]:
    return sorted(p for d in ("resolver", "watchlists") for p in (ROOT / d).rglob("*.csv"))


@pytest.mark.parametrize("path", data_tables(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_row_of_a_data_table_has_a_source(path: Path) -> None:
    if "samples" in path.parts:
        pytest.skip("fictional: its script is its source")
    lines = path.read_text(encoding="utf-8-sig").splitlines(keepends=True)
    rows = list(csv.DictReader(io.StringIO("".join(line for line in lines if not line.startswith("#")))))
    column = "source" if "source" in rows[0] else "source_url"
    ragged = [row for row in rows if None in row or None in row.values()]
    assert ragged == [], "rows with too many or too few cells"
    assert [row for row in rows if not row[column].strip()] == []


def test_every_source_of_lists_says_what_it_lacks() -> None:
    sources = tomllib.loads((ROOT / "watchlists" / "sources.toml").read_text(encoding="utf-8"))
    wanted = ("title", "publisher", "licence", "does_not_contain")
    assert [(name, key) for name, table in sources.items() for key in wanted if not table.get(key)] == []
