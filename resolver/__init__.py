"""Company names of customs manifests, linked across scripts to sanctions lists."""

__version__ = "0.1.0"
