"""`explain NAME`: the firms of a field first, then what the name of each becomes."""

import pytest

from resolver.names import explain_name


def values(text: str, step: str) -> list[str]:
    return [one.value for one in explain_name(text) if one.step == step]


def test_a_plain_name_is_not_taken_apart() -> None:
    assert [one.step for one in explain_name("OOO VEKTOR")][:2] == ["raw", "words"]
    assert values("OOO VEKTOR", "legal forms off") == ["vektor"]


def test_a_state_of_a_firm_is_no_form_and_said_to_be_none() -> None:
    notes = {one.step: one.note for one in explain_name("VEKTOR (IN LIQUIDATION)")}
    assert notes["legal forms off"] == "the state of a firm, no form"
    assert values("VEKTOR (IN LIQUIDATION)", "legal forms off") == ["vektor"]


def test_what_stands_beside_the_firm_is_said() -> None:
    text = "TO ORDER OF OOO VEKTOR, INN 7707083893, 125009 MOSCOW TVERSKAYA 7"
    firm = next(one for one in explain_name(text) if one.step == "firm")
    assert firm.value == "OOO VEKTOR"
    assert firm.note == "to order of; address 125009 MOSCOW TVERSKAYA 7; country RU; RU-INN 7707083893"
    assert values(text, "concepts") == ["vektor"]


def test_every_firm_of_a_field_has_its_steps() -> None:
    text = "ООО ВЕКТОР C/O KRATON LLC"
    assert values(text, "firm") == ["ООО ВЕКТОР", "KRATON LLC"]
    assert values(text, "legal forms off") == ["вектор", "kraton"]


@pytest.mark.parametrize("text", ["TO ORDER", "N/A", ""])
def test_a_field_that_names_no_firm_says_why(text: str) -> None:
    assert [one.step for one in explain_name(text)] == ["raw", "firm"]
    assert explain_name(text)[1].note.startswith("a placeholder: ")
