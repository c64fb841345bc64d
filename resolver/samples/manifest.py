"""The fictional manifests and the truth about them.

Enter: the invented firms. Leave: a wide manifest in Latin capitals (300 rows; shipper, consignee and notify
party in each), a narrow one in Russian, and for each party of either who it is and which listings it is meant
to be found under. The truth is written here, where the rows are made, and never read by anything that
matches.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random

from resolver.samples.firms import Firm, firms, seeded
from resolver.samples.lists import latin_address
from resolver.samples.spellings import cyrillic_field, happens, latin_field

WIDE_FILE, NARROW_FILE = "fictional_manifest.csv", "fictional_manifest_ru.csv"
WIDE_ROWS, NARROW_ROWS = 300, 90
REMARK, REMARK_RU = "FICTIONAL SAMPLE", "ВЫМЫШЛЕННЫЙ ПРИМЕР"
# Share of fields that name a listed party, and of electronics among the goods: chosen so that a demonstration
# shows both hits and quiet rows; real manifests hold far fewer listed parties.
LISTED_SHARE = 0.2
ELECTRONICS_SHARE = 0.65
FIRST_DAY, DAYS = date(2022, 3, 1), 1000
ELECTRONICS = (
    ("854231", "PROCESSORS AND CONTROLLERS INTEGRATED CIRCUITS", "Процессоры и контроллеры"),
    ("854232", "MEMORIES INTEGRATED CIRCUITS", "Запоминающие устройства"),
    ("854233", "VOLTAGE AMPLIFIERS INTEGRATED CIRCUITS", "Усилители напряжения"),
    ("854239", "OTHER INTEGRATED CIRCUITS", "Прочие интегральные схемы"),
    ("854320", "SIGNAL GENERATORS", "Генераторы сигналов"),
    ("851840", "AUDIO FREQUENCY ELECTRIC AMPLIFIERS", "Усилители звуковых частот"),
    ("854121", "TRANSISTORS", "Транзисторы"),
)
OTHER_GOODS = (
    ("940360", "WOODEN FURNITURE", "Мебель деревянная"),
    ("610910", "COTTON T SHIRTS", "Футболки хлопковые"),
    ("870899", "VEHICLE PARTS", "Части автомобилей"),
    ("090121", "ROASTED COFFEE", "Кофе жареный"),
    ("691110", "PORCELAIN TABLEWARE", "Посуда фарфоровая"),
)
WIDE_HEADER = (
    "declaration",
    "date",
    "shipper_name",
    "shipper_country",
    "shipper_address",
    "consignee_name",
    "consignee_country",
    "consignee_address",
    "consignee_tax_id",
    "notify_name",
    "notify_country",
    "hs_code",
    "description",
    "origin",
    "destination",
    "net_weight_kg",
    "value_usd",
    "remark",
)
NARROW_HEADER = (
    "Номер декларации",
    "Дата",
    "Наименование",
    "Роль",
    "Страна",
    "Адрес",
    "ИНН",
    "Код ТН ВЭД",
    "Описание товара",
    "Страна происхождения",
    "Страна назначения",
    "Примечание",
)
TRUTH_HEADER = (
    "source_file",
    "source_row",
    "field",
    "text",
    "firm",
    "relation",
    "ofac_uid",
    "eu_logical_id",
    "eu_reference",
    "noise",
    "remark",
)
# Unlisted firms whose name holds or extends that of a listed one: an alert of kind "contains", not an
# identity.
EXTENDS = {"vestrokon_tel": "vestrokon", "kvazarika_sib": "kvazarika"}

Row = tuple[str, ...]


def wide_rows() -> tuple[list[Row], list[Row]]:
    """(rows of the wide manifest, rows of the truth about them)."""
    shippers, consignees = _deck("shipper", WIDE_ROWS), _deck("consignee", WIDE_ROWS)
    rows: list[Row] = []
    truth: list[Row] = []
    for number, (shipper, consignee) in enumerate(zip(shippers, consignees, strict=True), start=1):
        row, parties = _wide_row(number, shipper, consignee, seeded("wide", number))
        rows.append(row)
        truth += [_truth(WIDE_FILE, number, *party) for party in parties]
    return rows, truth


def narrow_rows() -> tuple[list[Row], list[Row]]:
    """(rows of the Russian manifest, rows of the truth about them)."""
    rng = seeded("narrow")
    local = [firm for firm in _deck("consignee", 2 * NARROW_ROWS) if firm.native][:NARROW_ROWS]
    rows: list[Row] = []
    truth: list[Row] = []
    for number, firm in enumerate(local, start=1):
        text, noises = cyrillic_field(firm, rng=rng)
        code, _, goods = _goods(rng)
        day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
        origin = rng.choice(("CN", "KR", "TR", "AE"))
        tax_id = firm.tax_id if rng.random() < 0.3 else ""
        head = (f"{10000000 + number}", day.strftime("%d.%m.%Y"), text, "Получатель", firm.country)
        rows.append((*head, firm.address, tax_id, code, goods, origin, firm.country, REMARK_RU))
        truth.append(_truth(NARROW_FILE, number, "Наименование", text, firm, noises))
    return rows, truth


def _deck(side: str, size: int) -> list[Firm]:
    """`size` firms of one side in random order, LISTED_SHARE of them listed, each about equally often."""
    rng = seeded("deck", side)
    trading = [firm for firm in firms() if firm.side == side]
    listed = list(_repeat([firm for firm in trading if firm.is_listed], int(size * LISTED_SHARE), rng))
    others = list(_repeat([firm for firm in trading if not firm.is_listed], size - len(listed), rng))
    deck = listed + others
    rng.shuffle(deck)
    return deck


def _repeat(pool: Sequence[Firm], size: int, rng: Random) -> Iterator[Firm]:
    """`size` firms from shuffled copies of the pool, so that each comes before any comes twice more."""
    while size > 0:
        turn = rng.sample(pool, len(pool))[:size]
        size -= len(turn)
        yield from turn


def _goods(rng: Random) -> tuple[str, str, str]:
    return rng.choice(ELECTRONICS if rng.random() < ELECTRONICS_SHARE else OTHER_GOODS)


Party = tuple[str, str, Firm | None, list[str]]


def _wide_row(number: int, shipper: Firm, consignee: Firm, rng: Random) -> tuple[Row, list[Party]]:
    sent, sent_noise = latin_field(shipper, side="foreign", rng=rng)
    received, received_noise = _consignee_field(consignee, rng)
    notified, notify_firm, notify_noise = _notify_field(consignee, rng)
    code, goods, _ = _goods(rng)
    day = FIRST_DAY + timedelta(days=rng.randrange(DAYS))
    destination = "RU" if rng.random() < 0.2 else consignee.country
    row = (
        f"FS{number:06d}",
        day.isoformat(),
        sent,
        shipper.country,
        " ".join(latin_address(shipper)) if rng.random() < 0.3 else "",
        received,
        consignee.country,
        " ".join(latin_address(consignee)) if rng.random() < 0.3 else "",
        consignee.tax_id if rng.random() < 0.15 else "",
        notified,
        notify_firm.country if notify_firm else "",
        code,
        goods,
        shipper.country,
        destination,
        f"{rng.randrange(2, 9000) / 10:.1f}",
        str(rng.randrange(400, 250000)),
        REMARK,
    )
    parties: list[Party] = [
        ("shipper_name", sent, shipper, sent_noise),
        ("consignee_name", received, None if received == "TO ORDER" else consignee, received_noise),
    ]
    if notified:
        parties.append(("notify_name", notified, notify_firm, notify_noise))
    return row, parties


def _consignee_field(firm: Firm, rng: Random) -> tuple[str, list[str]]:
    if happens("to_order", side="local", rng=rng):
        return "TO ORDER", ["placeholder"]
    text, noises = latin_field(firm, side="local", rng=rng)
    if happens("to_order", side="local", rng=rng):
        return f"TO THE ORDER OF {text}", [*noises, "to_order_of"]
    return text, noises


def _notify_field(consignee: Firm, rng: Random) -> tuple[str, Firm | None, list[str]]:
    """Empty in half of the rows, a placeholder in a fifth, else another local firm."""
    draw = rng.random()
    if draw < 0.5:
        return "", None, []
    if draw < 0.7:
        return rng.choice(("SAME AS CONSIGNEE", "SAME AS CONSIGNEE", "N/A")), None, ["placeholder"]
    listed = rng.random() < LISTED_SHARE
    pool = [f for f in firms() if f.side == "consignee" and f.is_listed == listed and f.key != consignee.key]
    firm = rng.choice(pool)
    text, noises = latin_field(firm, side="local", rng=rng)
    return text, firm, noises


def _truth(file: str, number: int, field: str, text: str, firm: Firm | None, noises: list[str]) -> Row:
    """One row of the truth; `relation` is same, contains or "" (nothing to be found)."""
    target, relation = firm, "same"
    if firm is not None and firm.key in EXTENDS:
        target, relation = next(f for f in firms() if f.key == EXTENDS[firm.key]), "contains"
    if target is None or not target.is_listed:
        identifiers: Row = ("", "", "", "")
    else:
        identifiers = (relation, target.ofac_uid, target.eu_logical_id, target.eu_reference)
    key = firm.key if firm else ""
    return (file, str(number), field, text, key, *identifiers, "|".join(noises), REMARK)
