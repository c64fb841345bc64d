"""Texts that segmentation finds hard: pieces of its tables, with and without blanks between them, and any letters."""

from __future__ import annotations

from hypothesis import strategies as st

_TEXT = (
    "ООО LLC LTD SRL ROMASHKA АЛМА ОБ'ЄКТ O’NEIL АЙʼ ON BEHALF OF TO ORDER C/O C O O B TRADING AS УЛ ЛЕНИНА 5 D 16A "
    "125009 MOSCOW BISHKEK KG KOREA ROOM STREET KING BOX NO № # 17 INN 7707083893 ТЕЛ +7 495 1234567 WWW.X.COM a@b.co "
    'SAME AS ABOVE N A NULL XXX 000 BRANCH LLCG SRLMUN MESSRS M/S NAME: İSTANBUL ŞTİ ſ é ½ ⁙ _ x_y « » “ ” " ( ) [ ] '
    ", ; . - / | &amp;"
)
_SIGNS = ("\n", "\u0301", "\u0487", "\u02bc", "\u0345")
_PIECES = st.one_of(st.sampled_from((*_TEXT.split(), *_SIGNS)), st.text(max_size=6))
TEXTS = st.builds(str.join, st.sampled_from((" ", " ", "", ", ")), st.lists(_PIECES, max_size=12))
