"""Several firms in one field, and names that only look so."""

from __future__ import annotations

import pytest
from hypothesis import given

from resolver.names.enumerations import may_be_several, split_by_marks
from resolver.names.phrases import keys_of
from tests.resolver.names.hostile import TEXTS

SEVERAL = (
    ("ООО Кемьгидравлика; АО Торопецдеталь", "ООО Кемьгидравлика|АО Торопецдеталь"),
    ("1. ООО Кемьгидравлика 2. ИП Кротов", "ООО Кемьгидравлика|ИП Кротов"),
    ("1) OOO KEMGIDRAVLIKA 2) SAME", "OOO KEMGIDRAVLIKA|SAME"),
    (
        "ООО «Кемьгидравлика», г. Москва, АО «Торопецдеталь»",
        "ООО «Кемьгидравлика», г. Москва|АО «Торопецдеталь»",
    ),
    ("ООО Кемьгидравлика и АО Торопецдеталь", "ООО Кемьгидравлика|АО Торопецдеталь"),
    ("QUISTORPER GMBH AND/OR VARDENHOLM GMBH", "QUISTORPER GMBH|VARDENHOLM GMBH"),
)
ONE = (
    "ООО «Кемь и Торопец»",
    "ООО «Кемьгидравлика и АО Торопецдеталь»",
    "OOO KEMGIDRAVLIKA, LLC, MOSCOW",
    "QUISTORPER GMBH & CO. KG",
    "SHENZHEN QUISTORPER CO., LTD",
    "АО Наука и техника ООО",
    "1. FC QUISTORP GMBH",
    "Quistorper LLC and Partners LLC",
)


@pytest.mark.parametrize(("text", "parts"), SEVERAL)
def test_several(text: str, parts: str) -> None:
    assert "|".join(part.strip() for part in split_by_marks(text)) == parts


@pytest.mark.parametrize("text", ONE)
def test_one(text: str) -> None:
    assert split_by_marks(text) == [text]


@given(TEXTS)
def test_the_glance_misses_nothing(text: str) -> None:
    """Where it says no, only marks part a text."""
    if not may_be_several(text, keys_of(text)) and not any(mark in text for mark in ";|\n/"):
        assert split_by_marks(text) == [text]
