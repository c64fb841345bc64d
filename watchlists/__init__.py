"""What is listed, by whom and since when. Knows nothing of matching and never imports `resolver`."""
