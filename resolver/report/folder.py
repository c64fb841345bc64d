"""The output folder: everything is written aside first and moved into place at the end, or not at all.

Enters: the folder that the user named. Leaves: that folder with the files of one run, no older file of a run
among them. Refuses: to touch a file that no run of this tool writes.
"""

from __future__ import annotations

import errno
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from resolver.errors import UnwritableOutput
from resolver.readable import readable

TABLE_NAMES = ("hits", "clusters", "entities", "possible", "links", "diagnostics", "rows")
TABLE_FORMATS = ("csv", "parquet", "jsonl")
EXPORT_FILES = {"ftm": "entities.ftm.json", "senzing": "senzing.jsonl", "graphml": "entities.graphml"}
OTHER_FILES = ("run.json", "report.html", *EXPORT_FILES.values())

STAGING_PREFIX = ".partial-"
_STAGING = re.compile(re.escape(STAGING_PREFIX) + "[a-z0-9_]{8}")  # as tempfile names them
HELD, MARK = ".lock", ".of-a-run"
"""In the temporary folder of a run: what its process holds as long as it lives, and what says, once that is held, that the
folder is a run's. Neither is moved into place."""

# What a run may leave: an older one of these, left beside the files of a new run, would be taken for its
# result.
RUN_FILES = tuple(f"{name}.{suffix}" for name in TABLE_NAMES for suffix in TABLE_FORMATS) + OTHER_FILES


def require_writable(out: Path, *, option: str = "--out") -> None:
    """Fail with UnwritableOutput before the work begins when `out` (of `option`) could not be written at its end."""
    with _staging(out, option=option):
        _refuse_folders(out, RUN_FILES, option=option)


@contextmanager
def run_folder(
    out: Path,
    alone: AbstractContextManager[None] | None = None,
    holding: Callable[[Path], AbstractContextManager[None]] | None = None,
) -> Iterator[Path]:
    """Yield a folder to write into; on leaving without an error its files become the content of `out`.

    Files of earlier runs are removed from `out`, other files stay. An error inside leaves `out` as it was. `alone` is
    entered while they are moved: two runs at once would mix theirs. `holding` is entered with the folder that is yielded as
    long as that is there: what nobody holds any more is a dead run's. Raises UnwritableOutput.
    """
    with _staging(out) as staging, holding(staging) if holding else nullcontext():
        try:
            yield staging
        except UnwritableOutput as error:
            if str(staging) not in str(error):  # of something else, such as a registry
                raise
            # it names the temporary folder, which means nothing to the user
            raise unwritable(out, error.__cause__ or error) from error
        _publish(staging, out, stale=RUN_FILES, alone=alone)


@contextmanager
def staged(out: Path) -> Iterator[Path]:
    """As `run_folder`, but files of earlier runs stay unless a new one of that name was written."""
    with _staging(out) as staging:
        try:
            yield staging
        except OSError as error:
            raise unwritable(out, error) from error
        _publish(staging, out, stale=())


@contextmanager
def _staging(out: Path, *, option: str = "--out") -> Iterator[Path]:
    """A temporary folder on the file system of `out`, gone afterwards.

    It lies inside `out` when that exists: `out` may be a mount point, and files cannot be renamed across
    those.
    """
    try:
        folder = Path(tempfile.mkdtemp(prefix=STAGING_PREFIX, dir=_nearest_folder(out)))
    except OSError as error:
        raise unwritable(out, error, option=option) from error
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def staging_folders(out: Path) -> list[Path]:
    """The temporary folders of runs into `out`, dead or living, by name. None where it cannot be looked."""
    try:
        with os.scandir(_nearest_folder(out)) as entries:
            found = [
                Path(one)
                for one in entries
                if _STAGING.fullmatch(one.name) and one.is_dir(follow_symlinks=False)
            ]
    except OSError:
        return []
    return sorted(folder for folder in found if (folder / MARK).is_file())


def _nearest_folder(out: Path) -> Path:
    """`out`, or the closest folder above it that exists and whose path is UTF-8 (the database takes no other);
    NotADirectoryError when a file stands in the way."""
    for folder in (out, *out.absolute().parents):
        path = str(folder.absolute())
        if folder.is_dir() and readable(path) == path:
            return folder
        if not folder.is_dir() and (folder.exists() or folder.is_symlink()):
            raise NotADirectoryError(20, "is a file, not a folder", str(folder))
    raise NotADirectoryError(20, "no folder of this path exists", str(out))


def _publish(
    staging: Path, out: Path, *, stale: tuple[str, ...], alone: AbstractContextManager[None] | None = None
) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = sorted(
            path for path in staging.iterdir() if path.is_file() and path.name not in (HELD, MARK)
        )
        with alone or nullcontext():
            _refuse_folders(out, {*stale, *(file.name for file in written)})
            for file in written:
                file.replace(out / file.name)
            for name in set(stale) - {file.name for file in written}:
                (out / name).unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(out, error) from error


def _refuse_folders(out: Path, names: Collection[str], *, option: str = "--out") -> None:
    """UnwritableOutput for a folder that bears the name of a result: half of the others would stand beside it."""
    for name in sorted(names):
        if (out / name).is_dir() and not (out / name).is_symlink():
            raise UnwritableOutput(
                f"cannot write to {out}: {name} is a folder there; name another folder with {option}"
            )


def unwritable(out: Path, error: BaseException, *, option: str = "--out") -> UnwritableOutput:
    """The error that tells the user which output could not be written, why, and what to do.

    DuckDB wraps the reason of the system in text of its own; its error number says enough.
    """
    given = re.search(r"errno\W+(\d+)", str(error))
    number = getattr(error, "errno", None) or (int(given[1]) if given else None)
    reason = getattr(error, "strerror", None) or (os.strerror(number) if number else "writing failed")
    room = "make room or " if number in (errno.ENOSPC, errno.EDQUOT) else ""
    return UnwritableOutput(f"cannot write to {out}: {reason}; {room}name another folder with {option}")
