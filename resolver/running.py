"""What the commands do: read files, run the pipeline, write results, say what was found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from resolver import console, pipeline, report
from resolver.ahead import begin
from resolver.alone import alone_in, alone_moving_into, clear_leftovers, holding
from resolver.config import Config, processes
from resolver.errors import UsageError
from resolver.matching.measured import measured_figures
from resolver.options import (
    column_mapping,
    configuration,
    country,
    distinct_inputs,
    encoding,
    formats,
    keep_apart,
    model_file,
    recorded,
    registry_apart,
    table_file,
    without_effect,
)
from resolver.readable import readable
from resolver.reading import Reading

if TYPE_CHECKING:
    from resolver.entities import Registry
    from resolver.intake import Intake
    from resolver.run_lists import RunLists

BANDS = ("possible", "match")


def run_files(
    verb: str, options: Mapping[str, Any], command: Sequence[str], reading: Reading | None = None
) -> int:
    """`screen`, `resolve` or `dedupe` on files; `command` is how it was called, `reading` has its lists, unless it has none.
    Returns the exit code."""
    with ExitStack() as held:
        return _run_files(verb, options, command, reading, held)


def _run_files(
    verb: str,
    options: Mapping[str, Any],
    command: Sequence[str],
    reading: Reading | None,
    held: ExitStack,
) -> int:
    """The same; `held` is what is kept until the end."""
    out: Path = options["out"]
    config = configuration(options)
    chosen = formats(options["formats"], (*report.TABLE_FORMATS, *report.EXPORT_FILES))
    keep_apart([*options["parties"], *options["lists"]], out, report.RUN_FILES)
    report.require_writable(out)
    _clear(out, options)
    _warn_of_options(options)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    story = pipeline.Story(report=_progress(options), registry=_registry(options, held))
    with story.stage("intake"):
        intake = _read(options, jobs=processes(config))
    story.label = f"{started} {', '.join(file.name for file in intake.files)}"
    _show_inputs(intake, options)
    known = pipeline.names_ahead(intake.parties, config, story, reading.is_good_so_far) if reading else None
    with story.stage("lists"):
        lists = reading.result() if reading else None
    warned = (*intake.warnings, *_nothing_screened(intake))
    _warn((*warned, *(lists.warnings() if lists else ())), options)
    story.warnings.extend(warned)
    with _within_memory(config):
        told = len(story.warnings)
        if lists is None:
            pipeline.dedupe(intake.parties, config, story)
        else:
            linked = pipeline.screen if verb == "screen" else pipeline.resolve
            linked(intake.parties, lists.listed, config, story, known)
        _warn(story.warnings[told:], options)
        exit_code = _exit_code(story.tables.get("hits"), options.get("fail_on"))
        _keep_band(story.tables, options.get("band"))
        record = _record(intake, lists, config, story, started, options=options, command=command)
        tables = {**story.tables, "rows": intake.rows}
        files = _write(out, {**tables, "parties": intake.parties}, record, chosen, story, options)
    console.say(_said(record, tables, files, options), quiet=options["quiet"])
    return exit_code


@contextmanager
def _within_memory(config: Config) -> Iterator[None]:
    """The database's limit was too low: the user can raise it, so that is what the message says."""
    import duckdb

    try:
        yield
    except duckdb.OutOfMemoryException:
        raise UsageError(
            f"the memory limit of {config.memory} is too low for this run; give more with --memory"
        ) from None


def _clear(out: Path, options: Mapping[str, Any]) -> None:
    """Take away what a run left that was killed while it wrote."""
    for folder in clear_leftovers(out):
        told = f"{folder}: half-written files of a run that was killed, which have been removed"
        _warn([readable(told)], options)


def _warn_of_options(options: Mapping[str, Any]) -> None:
    """What was given and changes nothing."""
    _, again = distinct_inputs(options["parties"])
    _warn((f"{name} was named twice; it is read once" for name in again), options)
    idle = without_effect(options.get("named", ()))
    _warn((f"{name} has no effect: nothing is compared with a list here" for name in idle), options)


def _nothing_screened(intake: Intake) -> Iterator[str]:
    """A file from which nobody was screened finds nobody: that must not look like a clean result."""
    for file in intake.files:
        if not file.rows:
            yield f"{file.name}: holds no rows; nothing in it was screened"
        elif not file.outcomes["screened"]:
            yield f"{file.name}: no row of it names a firm; nothing in it was screened"


def _keep_band(tables: dict[str, pa.Table], lowest: str | None) -> None:
    """Leave out the hits below the band that the user wants to see."""
    if "hits" in tables and lowest == "match":
        tables["hits"] = tables["hits"].filter(pc.equal(tables["hits"]["band"], "match"))


def _read(options: Mapping[str, Any], *, jobs: int) -> Intake:
    from resolver.intake import TextOptions, read_parties

    columns = column_mapping(options.get("columns"))
    known = encoding(options.get("encoding"))
    text = TextOptions(encoding=known) if known else None
    inputs, _ = distinct_inputs(options["parties"])
    return read_parties(inputs, columns=columns, options=text, jobs=jobs)


def _show_inputs(intake: Intake, options: Mapping[str, Any]) -> None:
    """How each file was read, before the long stages: a wrong column is seen at once."""
    for file in intake.files:
        if options["log_format"] == "json":
            event = {"event": "input", "file": file.name, "rows": file.rows, "columns": dict(file.columns)}
            console.say(json.dumps(event, ensure_ascii=False), quiet=options["quiet"])
        else:
            columns = file.columns.items()
            used = ", ".join(
                name if name == heading else f"{name} = {heading!r}" for name, heading in columns
            )
            console.say(report.printable(f"{file.name}: columns used: {used}"), quiet=options["quiet"])


def _warn(warnings: Iterable[str], options: Mapping[str, Any]) -> None:
    for warning in dict.fromkeys(warnings):
        console.warn(warning, quiet=options["quiet"], as_json=options["log_format"] == "json")


def _registry(options: Mapping[str, Any], held: ExitStack) -> Registry | None:
    folder: Path | None = options.get("registry")
    if folder is None:
        return None
    from resolver.entities import open_registry

    registry_apart(folder, options["out"])
    report.require_writable(folder, option="--registry")
    held.enter_context(alone_in(folder))
    return open_registry(folder)


def _progress(options: Mapping[str, Any]) -> console.Progress:
    return console.Progress(quiet=options["quiet"], as_json=options["log_format"] == "json")


def _record(
    intake: Intake,
    lists: RunLists | None,
    config: Config,
    story: pipeline.Story,
    started: str,
    *,
    options: Mapping[str, Any],
    command: Sequence[str],
) -> dict[str, Any]:
    model = pipeline.model_of(config)
    facts = report.RunFacts(
        command=command,
        options=recorded(options),
        configuration=config.as_dict(),
        model={"version": model.version, "sha256": model.digest, "card": model.card},
        measured=measured_figures(model, config),
        lists=lists.described if lists else (),
        inputs=[{**asdict(file), "file": file.name} for file in intake.files],
        tables={**story.tables, "rows": intake.rows},
        counts=story.counts,
        warnings=tuple(dict.fromkeys(story.warnings)),
        seconds=story.seconds,
        started=started,
        finished=datetime.now(UTC).isoformat(timespec="seconds"),
        peak_memory=pipeline.peak_memory(),
    )
    return report.build_run_record(facts)


def _write(
    out: Path,
    tables: Mapping[str, pa.Table],
    record: dict[str, Any],
    chosen: Sequence[str],
    story: pipeline.Story,
    options: Mapping[str, Any],
) -> list[Path]:
    """All files, or none; the registry goes on only when they could be written. The page is made while the database writes
    the tables, which leaves the interpreter alone."""
    from resolver.matching.words_met import words_of_hits

    config = Config(**record["configuration"])
    alone = alone_moving_into(out)
    with report.run_folder(out, alone, holding) as folder, ThreadPoolExecutor(max_workers=1) as beside:
        page = beside.submit(
            report.write_report_page, folder, {**record}, tables, listings=story.listings, words=words_of_hits
        )
        written = report.write_tables(
            folder,
            tables,
            formats=chosen,
            safe_csv=options["safe_csv"],
            memory=config.memory,
        )
        record["outputs"] = report.describe_files(written)
        written += [report.write_run_record(folder, record), page.result()]
        if story.registry is not None:
            from resolver.entities import save_registry

            save_registry(story.registry)
    return [out / path.name for path in written]


def _said(
    record: Mapping[str, Any],
    tables: Mapping[str, pa.Table],
    files: Sequence[Path],
    options: Mapping[str, Any],
) -> str:
    if options["log_format"] == "json":
        event = {"event": "finished", "counts": record["counts"], "files": [str(f) for f in files]}
        return json.dumps(event, ensure_ascii=False)
    text = report.summary(record, tables, files=files).rstrip("\n")
    if options.get("verbose"):
        spent = record["execution"]
        stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in spent["seconds"].items())
        text += f"\nStages: {stages}; peak memory {spent['peak_memory_bytes'] / 2**20:,.0f} MB"
    return text


def _exit_code(hits: pa.Table | None, fail_on: str | None) -> int:
    if fail_on is None or hits is None:
        return 0
    serious = BANDS[BANDS.index(fail_on) :]
    return int(pc.any(pc.is_in(hits["band"], pa.array(serious))).as_py() or False)


def run_demo(options: Mapping[str, Any], command: Sequence[str]) -> int:
    """The main job on the embedded samples."""
    from resolver.samples import paths
    from resolver.samples.truth import compare_run_with_truth

    samples = paths()
    given = {
        "parties": [str(p) for p in samples.manifests],
        "lists": [str(p) for p in samples.lists],
        "formats": ("csv",),
        "safe_csv": False,
    }
    given = {**options, **given}
    exit_code = run_files("resolve", given, command, begin(given))
    if options["log_format"] == "text":
        console.say(f"\n{compare_run_with_truth(options['out'])}".rstrip("\n"), quiet=options["quiet"])
    return exit_code


def run_compare(
    names: Sequence[str], pairs: Path | None, out: Path | None, options: Mapping[str, Any]
) -> int:
    """Score pairs; a table goes to `out`, or to stdout as CSV."""
    from resolver.comparing import COLUMNS, compare_pairs
    from resolver.pair_files import pairs_frame, read_pairs

    if out is not None:
        table_file(out, [pairs] if pairs else [])
    frame = read_pairs(pairs) if pairs else pairs_frame(*map(readable, names))
    replaced = [column for column in frame.columns if column in COLUMNS]
    if replaced:
        _warn([f"{pairs}: results stand in place of its columns {', '.join(replaced)}"], options)
    table = pa.Table.from_pandas(compare_pairs(frame, configuration(options)), preserve_index=False)
    if out is not None:
        report.write_table(out, table, safe_csv=options["safe_csv"])
    else:
        sys.stdout.write(report.csv_text(table, safe_csv=options["safe_csv"]))
    return 0


def run_explain(names: Sequence[str], options: Mapping[str, Any]) -> int:
    """Explain a name, a pair, a row of a run, or an entity, on stdout."""
    from resolver import explaining, explaining_runs

    run_dir, row, entity = options["run_dir"], options["row"], options["entity"]
    _require_one_question(names, options)
    names = [readable(name) for name in names]
    if entity:
        text = explaining_runs.explain_entity(run_dir, entity)
    elif row is not None:
        text = explaining_runs.explain_row(run_dir, row, options["source_file"])
    elif len(names) == 2:
        party_country = country(options["party_country"], "--party-country")
        listed_country = country(options["listed_country"], "--listed-country")
        text = explaining.explain_pair(
            names[0], names[1], party_country, listed_country, configuration(options)
        )
    else:
        text = explaining.explain_text(names[0])
    sys.stdout.write(text.rstrip("\n") + "\n")
    return 0


def _require_one_question(names: Sequence[str], options: Mapping[str, Any]) -> None:
    """UsageError unless exactly one thing is asked about, with the run that it needs."""
    asked = [bool(names), options["row"] is not None, bool(options["entity"])]
    of_a_run = any(asked[1:])
    if sum(asked) != 1 or len(names) > 2 or of_a_run != (options["run_dir"] is not None):
        raise UsageError("give NAME, or PARTY and LISTED, or --run DIR with --row N or --entity ID")


def run_train(pairs: Path, out: Path, options: Mapping[str, Any]) -> int:
    """Estimate a model from labelled pairs and write it."""
    from resolver.pair_files import read_pairs
    from resolver.training_pairs import train_on

    model_file(out, pairs)
    told = train_on(read_pairs(pairs), out, readable(str(pairs)))
    if options["log_format"] == "json":
        told = json.dumps({"event": "finished", "message": told, "files": [str(out)]}, ensure_ascii=False)
    console.say(told, quiet=options["quiet"])
    return 0
