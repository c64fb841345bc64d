"""Company names of customs manifests, linked across scripts to sanctions lists.

    import resolver
    hits = resolver.screen(parties, ["ofac-sdn", "my_list.csv"])

The verbs are those of the command line: screen, dedupe, resolve, compare, explain. They are loaded when
first used, so that `import resolver` stays light.
"""

from __future__ import annotations

TYPE_CHECKING = (
    False  # that of `typing`, without loading it: what comes before `resolver.start` hears no Ctrl-C
)

if TYPE_CHECKING:
    from typing import Any

    from resolver.api import Resolved, Screener, compare, dedupe, explain, resolve, screen

__version__ = "0.1.0"
__all__ = ["Resolved", "Screener", "__version__", "compare", "dedupe", "explain", "resolve", "screen"]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from resolver import api

        return getattr(api, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
