from hypothesis import given
from hypothesis import strategies as st

from watchlists.readers.ofac_remarks import read_remarks


def test_a_remarks_field_is_taken_apart() -> None:
    found = read_remarks(
        "DOB 01 Jan 1970; nationality Russia; alt. citizen Cyprus; "
        "Passport 00 1 (Russia) issued 01 Jan 2001 expires 01 Jan 2011; Tax ID No. 7700000019 (Russia); "
        "alt. Registration ID 1027700000017 (Russia); Vessel Registration Identification IMO 9000003; "
        "SWIFT/BIC XXXXRUMM; a.k.a. 'PA'TEK'; f.k.a. 'OLD ONE'; (Linked To: A (B) C); "
        "Linked To: GROUP (NORTH); Brigadier General.",
        entity=False,
    )
    assert [(i.kind, i.value, i.country) for i in found.identifiers] == [
        ("passport", "00 1", "RU"),
        ("tax_id", "7700000019", "RU"),
        ("registration_id", "1027700000017", "RU"),
        ("imo", "9000003", ""),
        ("swift", "XXXXRUMM", ""),
    ]
    assert [(a.text, a.quality, a.kind) for a in found.aliases] == [
        ("PA'TEK", "weak", "aka"),
        ("OLD ONE", "weak", "fka"),
    ]
    assert [r.target_name for r in found.relations] == ["A (B) C", "GROUP (NORTH)"]
    assert found.countries == ["Russia", "Cyprus"]
    assert found.facts == ["DOB: 01 Jan 1970"]
    assert found.text == "Brigadier General."


def test_prose_that_begins_like_a_label_stays_prose() -> None:
    found = read_remarks("Passport officer of the port; License withdrawn", entity=False)
    assert found.identifiers == []
    assert found.text == "Passport officer of the port; License withdrawn"


def test_a_bracket_that_is_no_country_belongs_to_the_number() -> None:
    found = read_remarks("Registration Number 17 (old series)", entity=True)
    assert [(i.value, i.country) for i in found.identifiers] == [("17 (old series)", "")]


def test_an_alias_cut_off_at_the_end_is_kept() -> None:
    assert [a.text for a in read_remarks("a.k.a. 'CUT OF", entity=True).aliases] == ["CUT OF"]


@given(st.lists(st.text(alphabet="abc XYZ.,'()", min_size=1), max_size=5))
def test_no_segment_is_lost(words: list[str]) -> None:
    found = read_remarks("; ".join(words), entity=True)
    kept = [
        *found.text.split("; "),
        *(a.text for a in found.aliases),
        *(r.target_name for r in found.relations),
    ]
    segments = [segment for word in words if (segment := " ".join(word.split()))]
    assert len(segments) <= len([part for part in kept if part]) + len(found.facts)
