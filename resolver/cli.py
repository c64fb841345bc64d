"""The command line: options in, files and a summary out.

Results go to stdout or to files, everything else to stderr. Exit codes: 0 ran; 1 ran and `--fail-on` was
met; 2 usage or configuration; 3 input or list could not be read; 4 list missing, stale or not fetched; 70 a
defect of this tool.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click

from resolver import __version__, console
from resolver.errors import EXIT_INTERRUPTED, ResolverError, UsageError, wants_json
from watchlists.errors import WatchlistError

# Beyond the contract of 0 to 4: a defect of the tool itself (EX_SOFTWARE of sysexits.h), and Ctrl-C
# (`EXIT_INTERRUPTED`).
EXIT_INTERNAL = 70

COMMAND_LINE = "resolver.command_line"  # key of the words of a call in the context of click

Option = Callable[[Any], Any]


class GivenPath(click.Path):
    """A path; an empty word (`--out "$OUT"` without OUT) is none, rather than the current folder."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The path, or a mistake of usage for none."""
        if not os.fspath(value):
            self.fail("the path is empty", param, ctx)
        return super().convert(value, param, ctx)


PATH = GivenPath(path_type=Path)


class _Commands(click.Group):
    """Errors end with one line and the exit code that says which kind they are."""

    def main(self, args: Any = None, *rest: Any, **kwargs: Any) -> Any:
        words = list(sys.argv[1:] if args is None else args)
        _stand_in_for_closed_streams()
        _speak_utf8()
        console.outlive_the_reader()
        as_json = wants_json(words)
        try:
            sys.exit(super().main(words, *rest, **kwargs | {"standalone_mode": False}) or 0)
        except (ResolverError, WatchlistError) as error:
            console.fail(str(error), error.exit_code, as_json=as_json)
        except click.exceptions.NoArgsIsHelpError as error:
            error.show()
            sys.exit(error.exit_code)
        except click.ClickException as error:
            console.fail(_usage(error), error.exit_code, as_json=as_json)
        except click.Abort:
            console.fail("interrupted", EXIT_INTERRUPTED, as_json=as_json)
        except OSError as error:  # a full disk or a closed stream is no defect of this tool
            _give_up_full_stdout()
            console.fail(_refused(error), UsageError.exit_code, as_json=as_json)
        except MemoryError:
            message = "the memory of this machine is too little for this run; close other programs, or split the input"
            console.fail(message, UsageError.exit_code, as_json=as_json)
        except Exception as error:
            verbose = bool({"-v", "--verbose"} & set(words))
            console.fail_internally(error, EXIT_INTERNAL, verbose=verbose, as_json=as_json)

    def make_context(
        self, info_name: str | None, args: list[str], *rest: Any, **kwargs: Any
    ) -> click.Context:
        words = list(args)
        context = super().make_context(info_name, args, *rest, **kwargs)
        context.meta[COMMAND_LINE] = words
        return context

    def invoke(self, ctx: click.Context) -> Any:
        if sys.stdout is None:  # `>&-`: Python leaves no stream at all
            raise UsageError("standard output is closed; redirect it to a file or to /dev/null")
        try:
            result = super().invoke(ctx)
            sys.stdout.flush()
        except BrokenPipeError:
            _stop_writing()
        return result


def _stand_in_for_closed_streams() -> None:
    """`<&-`, `2>&-`: Python leaves no stream at all; nothing is read from it, and what it would say is not heard."""
    if sys.stdin is None:
        sys.stdin = Path(os.devnull).open()  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115


def _speak_utf8() -> None:
    """Names in any script leave as UTF-8, whatever the locale; a terminal that shows less gets escapes, no error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")


def _refused(error: OSError) -> str:
    """What the operating system did not do, and with which file."""
    where = f"{error.filename}: " if error.filename else "reading or writing failed: "
    return f"{where}{error.strerror or error}"


def _command_line() -> list[str]:
    """The words of this call, for run.json; without --out, so that the same run elsewhere has the same record."""
    from resolver.readable import readable

    words: list[str] = click.get_current_context().meta[COMMAND_LINE]
    named = [i for i, word in enumerate(words) if word == "--out"]
    dropped = {*named, *(i + 1 for i in named)}
    kept = [word for i, word in enumerate(words) if i not in dropped and not word.startswith("--out=")]
    return ["resolver", *map(readable, kept)]


def _usage(error: click.ClickException) -> str:
    """What was wrong with the command line, and where its help is."""
    context = getattr(error, "ctx", None)
    hint = f" (see {context.command_path} --help)" if context is not None else ""
    return error.format_message().rstrip(".") + hint


def _stop_writing() -> NoReturn:
    """The reader of our output has gone (`resolver compare ... | head`): nothing is left to be said."""
    _drop_stdout()
    sys.exit(0)


def _give_up_full_stdout() -> None:
    """What standard output does not take would be tried again at the end, and the exit code would be Python's."""
    if sys.stdout is None:
        return
    try:
        sys.stdout.flush()
    except OSError:
        _drop_stdout()


def _drop_stdout() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110}
)
@click.version_option(__version__, prog_name="resolver")
def main() -> None:
    """Link company names of customs manifests, across Cyrillic and Latin spellings, to sanctions lists."""


def _options(*options: Option) -> Option:
    def apply(command: Any) -> Any:
        for option in reversed(options):
            command = option(command)
        return command

    return apply


_inputs = _options(
    click.argument("parties", nargs=-1, required=True, metavar="PARTIES..."),
    click.option("--columns", metavar="name=COL,country=COL", help="Which column of the file holds what."),
    click.option("--encoding", help="Encoding of text files; found by itself unless given."),
)
_lists = click.option(
    "--list", "lists", multiple=True, required=True, metavar="LIST", help="Source name or file; repeat it."
)
_output = _options(
    click.option("--out", type=PATH, required=True, metavar="DIR", help="Folder for the results."),
    click.option(
        "--format",
        "formats",
        multiple=True,
        default=("csv",),
        show_default=True,
        metavar="csv|parquet|jsonl|ftm|senzing|graphml",
        help="Format of the tables; repeat it or join with commas.",
    ),
    click.option("--safe-csv", is_flag=True, help="Escape cells that a spreadsheet would execute."),
)
_preset = click.option(
    "--preset",
    type=click.Choice(["strict", "standard", "wide"]),
    help="Thresholds, measured in docs/accuracy.md.",
)
_config = click.option(
    "--config",
    "config_file",
    type=PATH,
    metavar="FILE.toml",
    help="Settings of a run.",
)
_registry = click.option(
    "--registry",
    type=PATH,
    metavar="DIR",
    help="Keep entities and their IDs from run to run.",
)
_settings = _options(
    click.option(
        "--band",
        type=click.Choice(["match", "possible"]),
        default="possible",
        show_default=True,
        help="Lowest band of the hits that are written.",
    ),
    _preset,
    click.option(
        "--threshold", type=float, metavar="P", help="Lowest probability of a hit, instead of the preset's."
    ),
    _config,
    click.option("--jobs", type=click.IntRange(min=1), help="Processes for names; all cores unless given."),
    click.option("--memory", metavar="4GB", help="Memory limit of the database."),
    click.option("--as-of", metavar="DATE", help="Use the snapshots of this date (YYYY-MM-DD)."),
    click.option(
        "--max-age", type=click.IntRange(min=1), metavar="DAYS", help="Refuse lists that are older."
    ),
    click.option(
        "--fail-on",
        type=click.Choice(["match", "possible"]),
        help="End with exit code 1 when there is such a hit.",
    ),
)
_talk = _options(
    click.option("--quiet", is_flag=True, help="No summary and no progress."),
    click.option(
        "-v", "--verbose", is_flag=True, help="More about each stage; tracebacks of internal errors."
    ),
    click.option(
        "--log-format", type=click.Choice(["text", "json"]), default="text", help="How stderr is written."
    ),
)


def _run_files(verb: str, options: dict[str, Any]) -> int:
    from resolver.ahead import begin

    reading = begin(options)
    from resolver.running import run_files  # a second of loading

    return run_files(verb, options, _command_line(), reading)


@main.command()
@_inputs
@_lists
@_output
@_settings
@_talk
def screen(**options: Any) -> int:
    """Link each party to the lists; no clusters."""
    return _run_files("screen", options)


@main.command(short_help="Deduplicate the parties, and link them to the lists.")
@_inputs
@_lists
@_output
@_settings
@_registry
@_talk
def resolve(**options: Any) -> int:
    """Deduplicate the parties into entities, and link them to the lists."""
    return _run_files("resolve", options)


@main.command()
@_inputs
@_output
@_settings
@_registry
@_talk
def dedupe(**options: Any) -> int:
    """Cluster the parties into entities; no lists."""
    given = click.get_current_context().get_parameter_source
    named = [name for name in options if given(name) is click.core.ParameterSource.COMMANDLINE]
    return _run_files("dedupe", options | {"lists": (), "named": named})


@main.command()
@click.option(
    "--out",
    type=PATH,
    default=Path("demo-out"),
    show_default=True,
    metavar="DIR",
    help="Folder for the results.",
)
@_talk
def demo(**options: Any) -> int:
    """Run the main job on embedded, fictional samples."""
    from resolver.running import run_demo

    return run_demo(options, _command_line())


@main.command(short_help="Score name pairs: two names, or every row of a file.")
@click.argument("names", nargs=-1, metavar="LEFT RIGHT")
@click.option(
    "--pairs",
    type=PATH,
    metavar="FILE",
    help="CSV, TSV or Parquet with columns left and right.",
)
@click.option(
    "--out",
    type=PATH,
    metavar="FILE",
    help="CSV, Parquet or JSONL by its ending; CSV on stdout without it.",
)
@click.option("--safe-csv", is_flag=True, help="Escape cells that a spreadsheet would execute.")
@_preset
@_config
@_talk
def compare(names: tuple[str, ...], pairs: Path | None, out: Path | None, **options: Any) -> int:
    """Score name pairs: LEFT against the listed name RIGHT, or every row of a file."""
    from resolver.running import run_compare

    if (pairs is None) == (not names) or (names and len(names) != 2):
        raise UsageError("give either LEFT and RIGHT, or --pairs FILE")
    return run_compare(names, pairs, out, options)


@main.command(short_help="Why this, why not that: a name, two names, a row, an entity.")
@click.argument("names", nargs=-1, metavar="NAME | PARTY LISTED")
@click.option("--run", "run_dir", type=PATH, metavar="DIR", help="Results of a run.")
@click.option(
    "--row", type=click.IntRange(min=1), metavar="N", help="Row of the input file, 1 for the first data row."
)
@click.option("--file", "source_file", metavar="NAME", help="Which input file, when the run had several.")
@click.option("--entity", metavar="ID", help="Why the rows of an entity are together.")
@click.option("--party-country", default="", metavar="XX", help="Country of PARTY (code or name).")
@click.option("--listed-country", default="", metavar="XX", help="Country of LISTED (code or name).")
@_preset
@_config
@_talk
def explain(names: tuple[str, ...], **options: Any) -> int:
    """Why this, why not that: one name step by step, two names, a row of a run, or an entity."""
    from resolver.running import run_explain

    return run_explain(names, options)


@main.command(short_help="A model from labelled pairs of your own.")
@click.option(
    "--pairs",
    type=PATH,
    required=True,
    metavar="FILE",
    help="Columns left, right and label (1 same, 0 not), optionally left_country, right_country.",
)
@click.option(
    "--out",
    type=PATH,
    required=True,
    metavar="MODEL.json",
    help="The model file to write.",
)
@_talk
def train(pairs: Path, out: Path, **options: Any) -> int:
    """Estimate a model from labelled pairs of your own; `model = "MODEL.json"` in a --config uses it."""
    from resolver.running import run_train

    return run_train(pairs, out, options)


def _mount_groups() -> None:
    from resolver.cli_lists import lists
    from resolver.cli_registry import registry

    main.add_command(lists)
    main.add_command(registry)


_mount_groups()
