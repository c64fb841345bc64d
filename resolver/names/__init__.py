"""Raw text -> canonical name, across scripts: script repair, legal forms, skeletons, concepts, keys.

The other stages use `canonicalise` (a row of NAMES per text; `canonicalise_while` makes some ahead),
`describe_tokens` (a row of TOKENS per token) and `explain_name` (one name, step by step).
"""

from __future__ import annotations

from resolver.names.batch import canonicalise, canonicalise_while
from resolver.names.explain import Step, explain_name
from resolver.names.tokens import describe_tokens

__all__ = ["Step", "canonicalise", "canonicalise_while", "describe_tokens", "explain_name"]
