"""What a name became, step by step: the text of `resolver explain NAME`."""

from __future__ import annotations

from dataclasses import dataclass

from resolver.names.canonical import canonical_name, heard, make_tokens, said_once, split_forms
from resolver.names.fold import fold_text, split_words
from resolver.names.segments import SegmentedParty, segment
from resolver.names.tokens import describe_token


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the way: its name, the text after it, and what is to be said of it ("" when nothing)."""

    step: str
    value: str
    note: str


def explain_name(text: str) -> tuple[Step, ...]:
    """The steps from the raw text to the keys, in the order in which they are made.

    First the firms of the field, where there is more in it than one name; then, for each, the steps of its name, the
    last of which are its tokens.
    """
    found = segment(text)
    if found.placeholder:
        return Step("raw", text, ""), Step("firm", "none", f"a placeholder: {found.reason.replace('_', ' ')}")
    firms = [party for party in found.parties if party != SegmentedParty("", text)]
    if not firms:
        return (Step("raw", text, ""), *_name_steps(text))
    steps = [step for party in firms for step in (_firm_step(party), *_name_steps(party.name))]
    return (Step("raw", text, ""), *steps)


def _firm_step(party: SegmentedParty) -> Step:
    """A firm of the field, and what came off beside it."""
    notes = [party.role.replace("_", " ")] if party.role else []
    notes += [f"address {party.address}"] if party.address else []
    notes += [f"country {party.country}"] if party.country else []
    notes += [
        f"{number.scheme or number.kind} {number.value}{'' if number.valid else ', check digit wrong'}"
        for number in party.identifiers
    ]
    return Step("firm", party.name, "; ".join(notes))


def _name_steps(text: str) -> tuple[Step, ...]:
    said, words, repairs, initials = heard(text)
    raw = split_words(fold_text(said))
    core, classes = split_forms(words, said)
    none = "none found" if len(core) == len(words) else "the state of a firm, no form"
    tokens = said_once(make_tokens(core, text))
    name = canonical_name(text)
    note = f"{initials} repeats the words beside it" if initials else ""
    steps = [
        Step("words", " ".join(raw), f"{len(raw)} word{'s' * (len(raw) != 1)}, case and punctuation folded"),
        *([Step("initials off", " ".join(word.spelling for word in words), note)] if initials else []),
        Step("script", " ".join(word.spelling for word in words), "; ".join(repairs) or name.script),
        Step("legal forms off", " ".join(word.spelling for word in core), ", ".join(classes) or none),
        Step("concepts", " ".join(token.text for token in tokens), name.empty_reason),
        Step("skeleton", name.key_skeleton, "sound, same for every romanisation"),
        Step("concept key", name.key_concepts, "order does not matter"),
        Step("initials", name.initials, ""),
    ]
    return (*steps, *(_token_step(token.text) for token in tokens))


def _token_step(token: str) -> Step:
    _, sound, other, concept, _, _, bits, weak = describe_token(token)
    notes = [f"{bits:.1f} bits", f"sounds {sound}"]
    notes += [f"or {', '.join(other)}"] if other else []
    notes += [f"means {concept}"] if concept else []
    notes += ["romanised by guess"] if weak else []
    return Step("token", token, "; ".join(notes))
