"""What is listed, by whom and since when. Knows nothing of matching and never imports `resolver`."""

from watchlists.loading import load
from watchlists.readers import read_file

__all__ = ["load", "read_file"]
