"""How a firm's name is spelled in one field of a customs declaration, with the noise of real ones.

Enter: a firm, its side of the trade and a random generator. Leave: the field and the names of the noises in
it. The rates are those of knowledge/noise_rates.csv.
"""

from __future__ import annotations

import re
from functools import cache
from random import Random

from resolver.samples.firms import Firm, legal_forms, read_table, romanise
from resolver.samples.lists import latin_address

CUT_AT = 35
SCHEMES = (("icao", 0.55), ("common", 0.38), ("german", 0.07))
ON_BEHALF = ("ON BEHALF OF", "O/B", "BY ORDER OF", "THROUGH")
AGENTS = ("PELICANFORD FREIGHT LTD", "NIMBUSWAY SHIPPING CO LTD", "AURORALINE LOGISTICS FZE")
# Latin capitals and the Cyrillic ones that look like them.
LOOKALIKES = dict(zip("ABCEHKMOPTX", "АВСЕНКМОРТХ", strict=True))
OCR_SLIPS = {"O": "0", "I": "1", "S": "5", "B": "8", "Z": "2"}


@cache
def _rates() -> dict[tuple[str, str], float]:
    rows = list(read_table("noise_rates.csv"))
    return {(row["noise"], side): float(row[side]) for row in rows for side in ("local", "foreign")}


def happens(noise: str, *, side: str, rng: Random) -> bool:
    """True at the rate of `noise` on `side` ("local" or "foreign")."""
    return rng.random() < _rates()[noise, side]


def latin_field(firm: Firm, *, side: str, rng: Random) -> tuple[str, list[str]]:
    """(field, noises) as a declaration in Latin capitals has it."""
    if happens("wholly_cyrillic", side=side, rng=rng):
        return f"{legal_forms()[firm.form].native} {firm.native}".strip().upper(), ["wholly_cyrillic"]
    core, noises = _latin_core(firm, side, rng)
    core = _misspell(core, noises, side, rng)
    text, form = _with_form(firm, core, side, rng)
    text = _address_tail(text, form, firm, noises, side, rng)
    if not happens("punctuated", side=side, rng=rng):
        text = " ".join(re.sub(r"[^\w\s/]", " ", text).split())
    return _wrap_up(text, firm, noises, side, rng), noises


def _latin_core(firm: Firm, side: str, rng: Random) -> tuple[str, list[str]]:
    if firm.english and happens("translated", side=side, rng=rng):
        return firm.english, ["translated"]
    if firm.latin and (side == "foreign" or not firm.native):
        return firm.latin, []
    scheme = rng.choices([name for name, _ in SCHEMES], [weight for _, weight in SCHEMES])[0]
    return romanise(firm.native, scheme=scheme), [f"romanised_{scheme}"]


def _misspell(core: str, noises: list[str], side: str, rng: Random) -> str:
    """One typing error or one slip of a scanner, both rare."""
    if happens("typo", side=side, rng=rng):
        noises.append("typo")
        return _swap_letters(core, rng)
    if happens("ocr", side=side, rng=rng):
        slips = [i for i, letter in enumerate(core) if letter in OCR_SLIPS]
        if slips:
            noises.append("ocr")
            at = rng.choice(slips)
            return core[:at] + OCR_SLIPS[core[at]] + core[at + 1 :]
    return core


def _swap_letters(core: str, rng: Random) -> str:
    """Two neighbouring letters change places, inside the longest word."""
    word = max(core.split(), key=len)
    at = core.index(word) + rng.randrange(1, max(2, len(word) - 2))
    return core[:at] + core[at + 1 : at + 2] + core[at] + core[at + 2 :]


def _with_form(firm: Firm, core: str, side: str, rng: Random) -> tuple[str, str]:
    """(the core with its legal form or without, the form where the text ends in it)."""
    form = legal_forms()[firm.form]
    first = form.latin_first or form.english_last
    if form.english_long_first and rng.random() < 0.1:
        first = form.english_long_first
    draw = rng.random()
    rates = [_rates()[f"form_{place}", side] for place in ("first", "last", "inside")]
    if draw < rates[0]:
        return f"{first} {core}", ""
    if draw < rates[0] + rates[1]:
        last = form.english_last if rng.random() < 0.7 else first
        return f"{core} {last}", last
    if draw < sum(rates) and " " in core:
        head, tail = core.split(" ", 1)
        return f"{head} {first} {tail}", ""
    return core, ""


def _address_tail(text: str, form: str, firm: Firm, noises: list[str], side: str, rng: Random) -> str:
    glued = bool(form) and happens("form_glued", side=side, rng=rng)
    if not glued and not happens("address_glued", side=side, rng=rng):
        return text
    street, city = latin_address(firm)
    noises.append("form_glued" if glued else "address_glued")
    return f"{text}{'' if glued else ' '}{street} {city}".upper()


def _wrap_up(text: str, firm: Firm, noises: list[str], side: str, rng: Random) -> str:
    """What happens to the whole field: other letters, a number, an agent, the end of the column."""
    form = legal_forms()[firm.form].native
    begins_with_form = bool(form) and text.startswith(f"{legal_forms()[firm.form].latin_first} ")
    if begins_with_form and happens("mixed_script_string", side=side, rng=rng):
        noises.append("mixed_script_string")
        text = f"{form} {text.split(' ', 1)[1]}"
    elif happens("mixed_script_token", side=side, rng=rng):
        noises.append("mixed_script_token")
        text = _slip_in_lookalike(text, LOOKALIKES, rng)
    if firm.tax_id and happens("identifier_inside", side=side, rng=rng):
        noises.append("identifier_inside")
        text = f"{text} {'BIN' if firm.country == 'KZ' else 'INN'} {firm.tax_id}"
    if happens("on_behalf", side=side, rng=rng):
        noises.append("on_behalf")
        text = f"{rng.choice(AGENTS)} {rng.choice(ON_BEHALF)} {text}"
    elif len(text) > CUT_AT and happens("truncated", side=side, rng=rng):
        noises.append("truncated")
        text = text[:CUT_AT].rstrip()
    return text


def _slip_in_lookalike(text: str, lookalikes: dict[str, str], rng: Random) -> str:
    """One letter of the longest word becomes its double of the other script."""
    word = max(text.split(), key=len)
    start = text.index(word)
    places = [start + i for i, letter in enumerate(word) if letter in lookalikes]
    if not places:
        return text
    at = rng.choice(places)
    return text[:at] + lookalikes[text[at]] + text[at + 1 :]


# Share of Cyrillic names on the EU list that hold a Latin letter (design notes of this project: 7.6 %).
CYRILLIC_LOOKALIKE_RATE = 0.076


def cyrillic_field(firm: Firm, *, rng: Random) -> tuple[str, list[str]]:
    """(field, noises) as a Russian manifest has it; letters that windows-1251 lacks become Russian ones."""
    form = legal_forms()[firm.form]
    if not form.native:
        return latin_field(firm, side="foreign", rng=rng)
    ways = (
        f'{form.native} "{firm.native}"',
        f"{form.native} {firm.native}".upper(),
        f"{firm.native}, {form.native}",
        f'{form.native_long} "{firm.native}"',
        f"{'.'.join(form.native)}. {firm.native}",
        f"«{firm.native}»",
    )
    text, noises = rng.choices(ways, (40, 25, 10, 10, 5, 10))[0], []
    if rng.random() < CYRILLIC_LOOKALIKE_RATE:
        noises.append("mixed_script_token")
        text = _slip_in_lookalike(text, {cyrillic: latin for latin, cyrillic in LOOKALIKES.items()}, rng)
    return text.translate(_RUSSIAN_KEYBOARD), noises


_RUSSIAN_KEYBOARD = str.maketrans("ҚқӨөҮүҢңҰұҒғӘәҺһ", "КкОоУуНнУуГгАаХх")
