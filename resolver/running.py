"""What the commands do: read files, run the pipeline, write results, say what was found."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from resolver import console, pipeline, report
from resolver.config import Config
from resolver.errors import UnreadableInput, UsageError
from resolver.options import column_mapping, configuration, encoding, formats
from watchlists import load
from watchlists.model import Snapshot

if TYPE_CHECKING:
    from resolver.entities import Registry
    from resolver.intake import Intake

BANDS = ("possible", "match")


def run_files(verb: str, options: Mapping[str, Any]) -> int:
    """`screen`, `resolve` or `dedupe` on files. Returns the exit code."""
    out: Path = options["out"]
    config = configuration(options)
    chosen = formats(options["formats"], (*report.TABLE_FORMATS, *report.EXPORT_FILES))
    report.require_writable(out)
    started = datetime.now(UTC).isoformat(timespec="seconds")
    story = pipeline.Story(report=_progress(options), registry=_registry(options))
    with story.stage("intake"):
        intake = _read(options)
    story.label = f"{started} {', '.join(file.name for file in intake.files)}"
    _show_inputs(intake, options)
    with story.stage("reading lists"):
        snapshots = _load_lists(options["lists"], config)
    _warn((*intake.warnings, *(f"{s.source}: {w}" for s in snapshots for w in s.warnings)), options)
    _run(verb, intake, snapshots, config, story)
    exit_code = _exit_code(story.tables.get("hits"), options.get("fail_on"))
    _keep_band(story.tables, options.get("band"))
    _warn(story.warnings, options)
    record = _record(verb, intake, snapshots, config, story, started)
    tables = {**story.tables, "rows": intake.rows}
    files = _write(out, {**tables, "parties": intake.parties}, record, chosen, story.registry, options)
    console.say(_said(record, tables, files, options), quiet=options["quiet"])
    return exit_code


def _run(
    verb: str, intake: Intake, snapshots: Sequence[Snapshot], config: Config, story: pipeline.Story
) -> None:
    if verb == "screen":
        pipeline.screen(intake.parties, snapshots, config, story)
    elif verb == "dedupe":
        pipeline.dedupe(intake.parties, config, story)
    else:
        pipeline.resolve(intake.parties, snapshots, config, story)


def _keep_band(tables: dict[str, pa.Table], lowest: str | None) -> None:
    """Leave out the hits below the band that the user wants to see."""
    if "hits" in tables and lowest == "match":
        tables["hits"] = tables["hits"].filter(pc.equal(tables["hits"]["band"], "match"))


def _read(options: Mapping[str, Any]) -> Intake:
    from resolver.intake import TextOptions, read_parties

    columns = column_mapping(options.get("columns"))
    known = encoding(options.get("encoding"))
    text = TextOptions(encoding=known) if known else None
    return read_parties(list(options["parties"]), columns=columns, options=text)


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
            console.say(f"{file.name}: columns used: {used}", quiet=options["quiet"])


def _warn(warnings: Iterable[str], options: Mapping[str, Any]) -> None:
    for warning in dict.fromkeys(warnings):
        console.warn(warning, quiet=options["quiet"], as_json=options["log_format"] == "json")


def _registry(options: Mapping[str, Any]) -> Registry | None:
    from resolver.entities import open_registry

    folder: Path | None = options.get("registry")
    if folder is None:
        return None
    report.require_writable(folder)
    return open_registry(folder)


def _load_lists(specs: Sequence[str], config: Config) -> list[Snapshot]:
    """Each list once. Two files of one name are told apart by their paths."""
    age = config.max_age_days or None
    chosen = list(dict.fromkeys(specs))
    snapshots = [load(spec, as_of=config.as_of or None, max_age_days=age) for spec in chosen]
    sources = [snapshot.source for snapshot in snapshots]
    return [
        replace(snapshot, source=spec) if sources.count(snapshot.source) > 1 else snapshot
        for spec, snapshot in zip(chosen, snapshots, strict=True)
    ]


def _progress(options: Mapping[str, Any]) -> console.Progress:
    return console.Progress(quiet=options["quiet"], as_json=options["log_format"] == "json")


def _record(
    verb: str,
    intake: Intake,
    snapshots: Sequence[Snapshot],
    config: Config,
    story: pipeline.Story,
    started: str,
) -> dict[str, Any]:
    model = pipeline.model_of(config)
    inputs = [{**asdict(f), "file": f.name} for f in intake.files]
    facts = report.RunFacts(
        command=[verb, *sys.argv[2:]] if Path(sys.argv[0]).name.startswith("resolver") else [verb],
        configuration=config.as_dict(),
        model={"version": model.version, "sha256": model.digest, "card": model.card},
        snapshots=snapshots,
        inputs=inputs,
        tables={**story.tables, "rows": intake.rows},
        counts=story.counts,
        seconds=story.seconds,
        started=started,
        peak_memory=pipeline.peak_memory(),
    )
    return report.build_run_record(facts)


def _write(
    out: Path,
    tables: Mapping[str, pa.Table],
    record: Mapping[str, Any],
    chosen: Sequence[str],
    registry: Registry | None,
    options: Mapping[str, Any],
) -> list[Path]:
    """All files, or none; the registry goes on only when they could be written."""
    from resolver.entities import save_registry

    memory = record["configuration"]["memory"]
    with report.run_folder(out) as folder:
        written = report.write_tables(
            folder, tables, formats=chosen, safe_csv=options["safe_csv"], memory=memory
        )
        written.append(report.write_run_record(folder, record))
        written.append(report.write_report_page(folder, record, tables))
        if registry is not None:
            save_registry(registry)
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
    text = report.summary(record, tables, files=files)
    if options.get("verbose"):
        spent = record["execution"]
        stages = ", ".join(f"{stage} {seconds:.1f} s" for stage, seconds in spent["seconds"].items())
        text += f"Stages: {stages}; peak memory {spent['peak_memory_bytes'] / 2**20:,.0f} MB\n"
    return text


def _exit_code(hits: pa.Table | None, fail_on: str | None) -> int:
    if fail_on is None or hits is None:
        return 0
    serious = BANDS[BANDS.index(fail_on) :]
    return int(pc.any(pc.is_in(hits["band"], pa.array(serious))).as_py() or False)


def run_demo(options: Mapping[str, Any]) -> int:
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
    exit_code = run_files("resolve", {**options, **given})
    console.say(f"{compare_run_with_truth(options['out'])}", quiet=options["quiet"])
    return exit_code


def run_compare(
    names: Sequence[str], pairs: Path | None, out: Path | None, options: Mapping[str, Any]
) -> int:
    """Score pairs; a table goes to `out`, or to stdout as CSV."""
    from resolver.comparing import compare_pairs
    from resolver.pair_files import pairs_frame, read_pairs

    if out is not None and out.is_dir():
        raise UsageError(f"--out {out} is a folder; name a file")
    frame = read_pairs(pairs) if pairs else pairs_frame(names[0], names[1])
    result = compare_pairs(frame, configuration(options))
    if out is not None:
        report.write_table(out, pa.Table.from_pandas(result, preserve_index=False))
    else:
        result.to_csv(sys.stdout, index=False, lineterminator="\n")
    return 0


def run_explain(names: Sequence[str], options: Mapping[str, Any]) -> int:
    """Explain a name, a pair, a row of a run, or an entity, on stdout."""
    from resolver import explaining, explaining_runs

    run_dir, row, entity = options["run_dir"], options["row"], options["entity"]
    if run_dir is not None and entity:
        text = explaining_runs.explain_entity(run_dir, entity)
    elif run_dir is not None and row is not None:
        text = explaining_runs.explain_row(run_dir, row, options["source_file"])
    elif len(names) == 2:
        text = explaining.explain_pair(
            names[0], names[1], options["party_country"], options["listed_country"], configuration(options)
        )
    elif len(names) == 1:
        text = explaining.explain_text(names[0])
    else:
        raise UsageError("give NAME, or PARTY and LISTED, or --run DIR with --row N or --entity ID")
    sys.stdout.write(text + "\n")
    return 0


def run_train(pairs: Path, out: Path) -> int:
    """Estimate a model from labelled pairs and write it."""
    from resolver.pair_files import read_pairs
    from resolver.training_pairs import train_on

    if not out.parent.is_dir():
        raise UsageError(f"{out.parent} is no folder; --out must name a file in an existing one")
    frame = read_pairs(pairs)
    if "label" not in frame.columns:
        raise UnreadableInput(
            f"{pairs}: no column called label (1 same, 0 not); found {', '.join(frame.columns)}"
        )
    console.say(train_on(frame, out))
    return 0
