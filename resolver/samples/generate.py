"""Write the fictional samples: `python -m resolver.samples.generate DIR`.

The same bytes on every machine: one seed, no clock, no environment. The files in resolver/samples/data were
made by this and a test holds that they still are.
"""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path

from resolver.samples import lists, manifest


def sample_files() -> dict[str, bytes]:
    """File name -> content of every sample."""
    wide, wide_truth = manifest.wide_rows()
    narrow, narrow_truth = manifest.narrow_rows()
    trio = {f"fictional_{name}.csv": text.encode("ascii") for name, text in lists.ofac_csv().items()}
    return {
        "fictional_ofac_sdn.xml": lists.ofac_xml().encode(),
        "fictional_eu_fsf.xml": lists.eu_xml().encode(),
        **trio,
        manifest.WIDE_FILE: _csv(manifest.WIDE_HEADER, wide, delimiter=",").encode(),
        manifest.NARROW_FILE: _csv(manifest.NARROW_HEADER, narrow, delimiter=";").encode("cp1251"),
        "fictional_truth.csv": _csv(manifest.TRUTH_HEADER, wide_truth + narrow_truth, delimiter=",").encode(),
    }


def _csv(header: Sequence[str], rows: Sequence[Sequence[str]], *, delimiter: str) -> str:
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return buffer.getvalue()


def main(arguments: Sequence[str]) -> int:
    """Write all samples into the folder named by the one argument."""
    if len(arguments) != 1:
        print("usage: python -m resolver.samples.generate DIR", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in sample_files().items():
        (folder / name).write_bytes(content)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
