"""The columns of every table that passes from stage to stage, declared once as Arrow schemas.

    intake -> PARTIES, ROWS; LISTINGS, LISTED_NAMES
    names  -> SEGMENTED (a row per distinct field), NAMES (a row per distinct text), TOKENS (a row per distinct token)
    matching -> HITS;  entities -> CLUSTERS, ENTITIES

`Compared` is what a run found out about the pairs of its parties, for the next run over the same and more.

Text columns are never null: "" says "not given". Countries are ISO 3166-1 alpha-2 in capitals, or "".
"""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa

IDENTIFIER = pa.struct(
    [
        ("kind", pa.string()),  # tax_id, registration_id, lei, imo, swift, other
        (
            "scheme",
            pa.string(),
        ),  # RU-INN, RU-KPP, RU-OGRN, KZ-BIN, KG-INN, UZ-INN, BY-UNP, UA-EDRPOU, LEI, IMO, ... or ""
        ("value", pa.string()),  # normalised: letters and digits only, capitals
        (
            "valid",
            pa.bool_(),
        ),  # its checksum holds; True as well where the scheme has no checksum or is unknown
    ]
)

PARTIES = pa.schema(
    [
        ("party_id", pa.string()),
        ("source_file", pa.string()),
        ("source_row", pa.int64()),  # 1 = the first data row
        (
            "party_role",
            pa.string(),
        ),  # shipper, consignee, notify, buyer, seller, to_order_of, on_behalf_of, care_of, ...
        ("raw_name", pa.string()),  # the field as it stood in the file
        ("party_name", pa.string()),  # the one firm of it that this party is
        ("country", pa.string()),
        ("city", pa.string()),
        ("address", pa.string()),
        ("identifiers", pa.list_(IDENTIFIER)),
        ("hs_code", pa.string()),
        ("date", pa.string()),
        ("origin", pa.string()),
        ("destination", pa.string()),
    ]
)

SEGMENTED_PARTY = pa.struct(
    [
        ("role", pa.string()),  # "" for the field's own role, else to_order_of, on_behalf_of, care_of, ...
        ("name", pa.string()),
        ("address", pa.string()),
        ("city", pa.string()),
        ("country", pa.string()),
        ("identifiers", pa.list_(IDENTIFIER)),
    ]
)

SEGMENTED = pa.schema(
    [
        ("parties", pa.list_(SEGMENTED_PARTY)),  # the firms that the field names; none for a placeholder
        ("reason", pa.string()),  # of a placeholder: which kind it is
        ("bare", pa.bool_()),  # one of the firms is nothing but a legal form
    ]
)

ROWS = pa.schema(
    [
        ("source_file", pa.string()),
        ("source_row", pa.int64()),
        ("outcome", pa.string()),  # screened, placeholder, unreadable
        ("reason", pa.string()),
        ("parties", pa.int64()),
    ]
)

LISTINGS = pa.schema(
    [
        ("listing_key", pa.int64()),  # position in the sorted order of (list, listing_id)
        ("list", pa.string()),
        ("listing_id", pa.string()),
        ("listing_type", pa.string()),
        ("primary_name", pa.string()),
        ("programs", pa.string()),  # joined by "; "
        ("countries", pa.list_(pa.string())),  # of addresses, nationality and registration, sorted
        ("cities", pa.list_(pa.string())),
        ("addresses", pa.list_(pa.string())),  # street and house as published, without city and country
        ("identifiers", pa.list_(IDENTIFIER)),
    ]
)

LISTED_NAMES = pa.schema(
    [
        ("listing_key", pa.int64()),
        ("listed_name", pa.string()),
        ("alias_quality", pa.string()),  # primary, strong, weak
        ("name_kind", pa.string()),  # name, aka, fka, nka
    ]
)

NAMES = pa.schema(
    [
        ("text", pa.string()),  # the text that was canonicalised
        (
            "script",
            pa.string(),
        ),  # latin, cyrillic, mixed, han, hangul, arabic, greek, georgian, armenian, other, none
        (
            "tokens",
            pa.list_(pa.string()),
        ),  # the core in order: lower-case words in their own script, or "@concept"
        (
            "forms",
            pa.list_(pa.string()),
        ),  # classes of the legal forms taken off, e.g. LLC, JSC, SUE, INST, IP
        ("key_exact", pa.string()),  # folded case and punctuation, own script, forms kept
        ("key_core", pa.string()),  # tokens joined, forms off
        ("key_skeleton", pa.string()),  # skeletons in order, joined by blanks
        ("key_sorted", pa.string()),  # skeletons sorted
        ("key_joined", pa.string()),  # joined sounds of all words of the core in order, no blanks
        (
            "key_letters",
            pa.string(),
        ),  # all words of the core as they are written, without accents, in order, no blanks
        ("key_concepts", pa.string()),  # concept or skeleton of each token, as a sorted set
        ("initials", pa.string()),  # first letters of the skeletons of the core
        ("repairs", pa.list_(pa.string())),  # what was mended: "homoglyph:Oбщество", "initials:SEP"
        (
            "empty_reason",
            pa.string(),
        ),  # "" or why tokens is empty: only_legal_form, no_letters, empty, placeholder
    ]
)

TOKENS = pa.schema(
    [
        ("token", pa.string()),
        (
            "skeleton",
            pa.string(),
        ),  # "" never, except for "@concept" tokens, whose skeleton is that of the concept
        ("alternates", pa.list_(pa.string())),  # other skeletons that the spelling admits, without `skeleton`
        ("concept", pa.string()),  # "" or the concept that this word stands for
        ("consonants", pa.string()),
        ("is_number", pa.bool_()),
        (
            "bits",
            pa.float32(),
        ),  # information: -log2 of the share of ordinary company names that hold the word
        ("weak", pa.bool_()),  # romanised by guess (Chinese, Arabic, ...): weaker evidence
    ]
)

HITS = pa.schema(
    [
        ("source_file", pa.string()),
        ("source_row", pa.int64()),
        ("party_id", pa.string()),
        ("party_role", pa.string()),
        ("party_name", pa.string()),
        ("entity_id", pa.string()),
        ("list", pa.string()),
        ("listing_id", pa.string()),
        ("listing_type", pa.string()),
        ("listed_name", pa.string()),
        ("primary_name", pa.string()),
        ("alias_quality", pa.string()),
        ("programs", pa.string()),
        ("kind", pa.string()),  # same, contains
        ("band", pa.string()),  # match, possible
        ("score", pa.float64()),  # probability, 0 to 1
        ("match_weight", pa.float64()),  # bits
        # JSON: comparison -> {bits, level, and of some party and listed}; once in memory however often it is met
        ("evidence", pa.dictionary(pa.int32(), pa.large_string())),
        ("proposed_by", pa.string()),  # channels joined by "|"
        ("ofac_reference_score", pa.float64()),  # emulation of OFAC's own search, 0 to 100
    ]
)

CLUSTERS = pa.schema(
    [
        ("entity_id", pa.string()),
        ("source_file", pa.string()),
        ("source_row", pa.int64()),
        ("party_id", pa.string()),
        ("party_role", pa.string()),
        ("party_name", pa.string()),
        ("score", pa.float64()),  # probability that the row belongs to the entity
    ]
)

ENTITIES = pa.schema(
    [
        ("entity_id", pa.string()),
        ("name", pa.string()),
        ("size", pa.int64()),
        ("countries", pa.string()),  # joined by "; "
        ("list_hits", pa.int64()),
        ("best_list", pa.string()),
        ("best_listing_id", pa.string()),
        ("best_listed_name", pa.string()),
        ("best_band", pa.string()),
        ("best_score", pa.float64()),
        (
            "weakest_link",
            pa.float64(),
        ),  # lowest probability on the strongest tree that holds it together; 1 for one spelling
    ]
)

COMPARED_CONTEXTS = pa.schema(
    [
        ("name", pa.int64()),  # row of the names
        ("country", pa.string()),
        ("identifiers", pa.string()),  # scheme:value, sorted, joined by blanks
        ("places", pa.int64()),  # a mark of the cities and addresses that its rows gave
    ]
)

COMPARED_PAIRS = pa.schema(
    [
        ("left", pa.int64()),  # row of the contexts, smaller than `right`
        ("right", pa.int64()),
        ("weight", pa.float64()),  # bits
        ("probability", pa.float64()),
        ("contains", pa.bool_()),
        ("identified", pa.bool_()),
        ("said", pa.int64()),  # what the comparisons of the two names say, four bits for each
    ]
)

COMPARED_BASIS = pa.schema(
    [
        ("fingerprint", pa.string()),  # of the code, tables, model and settings that the pairs were scored by
        ("names", pa.int64()),  # distinct names when all pairs were last compared together
    ]
)


@dataclass(frozen=True, slots=True)
class Compared:
    """Contexts that were compared with each other, and the pairs that were linked: tables as the schemas say.

    `names` and `tokens` (NAMES, TOKENS) are those of the contexts; `basis` has one row, or none when nothing was compared.
    """

    names: pa.Table
    tokens: pa.Table
    contexts: pa.Table
    pairs: pa.Table
    basis: pa.Table


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """The columns as users have them: a text that is kept once and stands in many rows is a text."""
    plain = [f.with_type(f.type.value_type) if pa.types.is_dictionary(f.type) else f for f in schema]
    return pa.schema(plain)
