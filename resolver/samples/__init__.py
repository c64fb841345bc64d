"""Fictional lists and manifests to try the tool on, with the truth about them. No party in them exists."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from pathlib import Path

__all__ = ["SamplePaths", "paths"]


@dataclass(frozen=True, slots=True)
class SamplePaths:
    """Where the samples lie. `lists` are to screen against; the CSV trio holds the OFAC list once more."""

    ofac: Path
    eu: Path
    ofac_csv: Path
    manifest: Path
    manifest_ru: Path
    truth: Path

    @property
    def lists(self) -> tuple[Path, Path]:
        """The fictional OFAC list and the fictional EU list."""
        return (self.ofac, self.eu)

    @property
    def manifests(self) -> tuple[Path, Path]:
        """The wide manifest in Latin letters and the narrow one in Russian."""
        return (self.manifest, self.manifest_ru)


def paths() -> SamplePaths:
    """Paths of the installed samples."""
    folder = Path(str(resources.files("resolver.samples").joinpath("data")))
    return SamplePaths(
        ofac=folder / "fictional_ofac_sdn.xml",
        eu=folder / "fictional_eu_fsf.xml",
        ofac_csv=folder / "fictional_sdn.csv",
        manifest=folder / "fictional_manifest.csv",
        manifest_ru=folder / "fictional_manifest_ru.csv",
        truth=folder / "fictional_truth.csv",
    )
