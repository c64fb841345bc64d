"""Fields spoilt by an encoding before they came into the file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names.mojibake import restored

WRITTEN = (
    "ООО «Спецтехнотрейд»",
    "ТОВ «Вега-Їжак»",
    "KÜRŞAT TİCARET LTD ŞTİ",
    "深圳市华强电子有限公司",
    "ОсОО «Ёлка»",
)


@pytest.mark.parametrize("shown_in", ["cp1252", "latin-1"])
@pytest.mark.parametrize("text", WRITTEN)
def test_utf8_shown_in_the_western_code_page(text: str, shown_in: str) -> None:
    try:
        shown = text.encode().decode(shown_in)
    except UnicodeDecodeError:
        pytest.skip("has bytes that this code page lacks")
    assert restored(shown) == text


@pytest.mark.parametrize("text", ["ООО «Спецтехнотрейд»", "ОАО ВЕКТОР", "ЗАО «Седьмое небо»"])
def test_utf8_shown_in_the_russian_code_page(text: str) -> None:
    assert restored(text.encode().decode("cp1251")) == text


@pytest.mark.parametrize("text", ["ООО «Спецтехнотрейд»", "ОАО ВЕКТОР", "ТОВ Київстар", "ОсОО «Ёлка» № 5"])
@pytest.mark.parametrize("shown_in", ["cp1252", "latin-1"])
def test_the_russian_code_page_shown_in_the_western_one(text: str, shown_in: str) -> None:
    assert restored(text.encode("cp1251").decode(shown_in)) == text


@pytest.mark.parametrize(
    "text",
    [
        "ООО «Рассвет»", "С№ 5", "Рёв и Сёла", "ЗАО РСУ-5", "SOCIÉTÉ GÉNÉRALE", "MÜLLER & SÖHNE", "ÎLE DE LÔ", "ÅÄÖ AB",
        "Çağdaş İnşaat", "VEKT�R", "Ñandú S.A.", "Đức Phát", "ÖÖÖ", "éàü", "«Ә» ЖШС",
    ],
)  # fmt: skip
def test_what_was_read_rightly_stays(text: str) -> None:
    assert restored(text) == text


@given(st.text(max_size=40))
def test_never_raises(text: str) -> None:
    assert isinstance(restored(text), str)
