"""Legal forms in abbreviated words stand for the form that they abbreviate, and for no other."""

from __future__ import annotations

from resolver.names.form_rows import form_rows
from resolver.names.tables import read_table


def test_the_rows_of_the_table_come_first_and_as_they_are() -> None:
    table = read_table("legal_forms")
    assert list(form_rows()[: len(table)]) == table


def test_no_spelling_is_added_twice_or_over_one_of_the_table() -> None:
    table = [row["form"] for row in read_table("legal_forms")]
    added = [row["form"] for row in form_rows()[len(table) :]]
    assert len(added) == len(set(added))
    assert set(added).isdisjoint(table)


def test_an_abbreviated_form_keeps_its_class_and_place() -> None:
    rows = {row["form"]: row for row in form_rows()}
    for long, short in (
        ("limited liability company", "lim liab comp"),
        ("общество с ограниченной ответственностью", "об во с огр отв"),
    ):
        same = ("class", "jurisdiction", "position", "certainty")
        assert [rows[long][key] for key in same] == [rows[short][key] for key in same]


def test_an_abbreviation_that_is_a_name_begins_no_short_form() -> None:
    forms = {row["form"] for row in form_rows()}
    assert {"lim liability co", "co lim", "joint st co"} <= forms
    assert forms.isdisjoint({"lim co", "st co", "pub co", "lim company", "unit enterprise"})


def test_a_form_of_one_word_is_not_abbreviated() -> None:
    assert "lim" not in {row["form"] for row in form_rows()}


def test_and_stands_for_its_sign_in_short_forms_too() -> None:
    rows = {row["form"]: row for row in form_rows()}
    for form in ("gmbh and co kg", "gmbh e co kg", "ag och co kg"):
        assert rows[form]["class"] == rows[form.split()[0] + " & co kg"]["class"]
    assert rows.keys() >= {"et cia", "e cia ltda"}
    assert rows.keys().isdisjoint({"y co", "e co", "u company"})  # J Y CO LTD has initials


def test_a_word_is_put_for_another_beside_its_own_words_only() -> None:
    rows = {row["form"]: row for row in form_rows()}
    for form, own in (
        ("society with limited authority", "society with limited liability"),
        ("open joint stock society", "open joint stock company"),
        ("federal state budget educational establishment", "federal state budgetary educational institution"),
    ):
        assert {**rows[form], "form": own, "source": ""} == {**rows[own], "source": ""}
    assert rows.keys().isdisjoint({"private society", "federal state institute", "state budget institute"})
