"""Chinese and Korean names fall into words; nothing of them is lost but the word for a city behind its name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from resolver.names import canonicalise
from resolver.names.unspaced import parts


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("深圳市华腾电子科技有限公司", ("深圳", "华腾", "电子", "科技", "有限公司")),
        ("上海盈泰国际贸易有限公司", ("上海", "盈泰", "国际", "贸易", "有限公司")),
        ("한빛정밀", ("한빛", "정밀")),
        ("华腾", ()),
        ("深圳", ()),
        ("shenzhen", ()),
        ("", ()),
    ],
)
def test_case(word: str, expected: tuple[str, ...]) -> None:
    assert parts(word) == expected


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("深圳市华腾电子科技有限公司", "Shenzhen Huateng Electronics Technology Co., Ltd."),
        ("粤海电气有限公司", "Yuehai Electric Co., Ltd."),
    ],
)
def test_a_chinese_name_has_the_key_of_its_english_one(left: str, right: str) -> None:
    keys = canonicalise([left, right])["key_concepts"].to_pylist()
    assert keys[0] == keys[1]


@given(st.text(alphabet="深圳市华腾电子科技有限公司海盈국제", max_size=12))
def test_letters_stay_in_order(word: str) -> None:
    found = parts(word)
    assert not found or "".join(found).replace("市", "") == word.replace("市", "")
