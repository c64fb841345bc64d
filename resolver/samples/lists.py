"""The fictional lists in the publishers' formats: OFAC sdn.xml, the OFAC CSV trio, EU FSF XML 1.1.

Enter: the invented firms. Leave: the text of each file. Every entry says in its remark that it is fictional.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from resolver.samples.firms import Firm, firms, legal_forms, romanise, seeded

FICTIONAL = "FICTIONAL SAMPLE: no such party exists"
PUBLISHED = "2026-10-15"
OFAC_NAMESPACE = "https://sanctionslistservice.ofac.treas.gov/api/PublicationPreview/exports/XML"
EU_NAMESPACE = "http://eu.europa.ec/fpi/fsd/export"
COUNTRIES = {
    "RU": ("Russia", "RUSSIAN FEDERATION"),
    "KG": ("Kyrgyzstan", "KYRGYZSTAN"),
    "KZ": ("Kazakhstan", "KAZAKHSTAN"),
    "BY": ("Belarus", "BELARUS"),
    "CN": ("China", "CHINA"),
    "HK": ("Hong Kong", "HONG KONG"),
    "KR": ("Korea, South", "KOREA, REPUBLIC OF"),
    "TR": ("Turkey", "TÜRKIYE"),
    "AE": ("United Arab Emirates", "UNITED ARAB EMIRATES"),
    "PA": ("Panama", "PANAMA"),
}
EMPTY = "-0- "


def ofac_names(firm: Firm) -> list[tuple[str, str]]:
    """(name, quality) of an OFAC entry, primary name first; in Latin letters, as OFAC's export has them."""
    form = legal_forms()[firm.form]
    core = firm.latin
    ways = [f"{core} {form.english_last}".strip()]
    if form.latin_first:
        ways += [f"{form.english_long_first} {core}", f"{form.latin_first} {core}"]
    seeded("names", firm.key).shuffle(ways)
    strong = ways[1:] + ([f"{firm.english} {form.english_last}".strip()] if firm.english else [])
    names = [(ways[0], "primary"), *((name, "strong") for name in strong)]
    return names + ([(firm.weak, "weak")] if firm.weak else [])


def eu_names(firm: Firm) -> list[tuple[str, str, bool]]:
    """(name, language, strong) of an EU entry: English first, then the firm's own script."""
    if firm.type == "individual":
        family, given = firm.latin.split(", ")
        return [(f"{given} {family.title()}", "EN", True), (firm.native, "RU", True)]
    form = legal_forms()[firm.form]
    names = [(f"{form.english_last} {(firm.english or firm.latin).title()}", "EN", True)]
    if form.native:
        german = romanise(firm.native, scheme="german").title()
        names.append((f"{form.native} «{firm.native}»", "RU", True))
        names.append((f"{form.native_long} «{firm.native}»", "RU", True))
        names.append((f"{form.latin_first} {german}", "DE", True))
    else:
        names.append((firm.native, "", True))
    return names + ([(firm.weak, "EN", False)] if firm.weak else [])


def ofac_xml() -> str:
    """The fictional sdn.xml."""
    listed = [firm for firm in firms() if firm.on_ofac]
    month, day = PUBLISHED[5:7], PUBLISHED[8:]
    head = [
        '<?xml version="1.0" standalone="yes"?>',
        f"<!-- {FICTIONAL}. The structure is that of OFAC's SDN.XML, the content is invented. -->",
        f'<sdnList xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="{OFAC_NAMESPACE}">',
        "<publshInformation>",
        f"<Publish_Date>{month}/{day}/{PUBLISHED[:4]}</Publish_Date>",
        f"<Record_Count>{len(listed)}</Record_Count>",
        "</publshInformation>",
    ]
    return "\n".join([*head, *(_ofac_entry(firm) for firm in listed), "</sdnList>", ""])


def _ofac_entry(firm: Firm) -> str:
    parts = [_tag("uid", firm.ofac_uid)]
    if firm.type == "individual":
        family, given = firm.latin.split(", ")
        parts += [_tag("firstName", given), _tag("lastName", family)]
    else:
        parts.append(_tag("lastName", ofac_names(firm)[0][0]))
    parts += [_tag("sdnType", firm.type.title()), _tag("remarks", f"({FICTIONAL}.)")]
    parts.append(_wrap("programList", [_tag("program", programme(firm))]))
    parts += [_ofac_ids(firm), _ofac_akas(firm), _ofac_addresses(firm), _ofac_vessel(firm)]
    return _wrap("sdnEntry", [part for part in parts if part])


def programme(firm: Firm) -> str:
    """The OFAC programme of an entry; real codes, so that filters by programme can be tried."""
    return "BELARUS-EO14038" if firm.country == "BY" else "RUSSIA-EO14024"


def imo_number(firm: Firm) -> str:
    """An invented IMO number: six digits from the unused range below 1,000,000, and the check digit."""
    six = f"0{firm.number:05d}"
    return six + str(sum(int(digit) * (7 - i) for i, digit in enumerate(six)) % 10)


def _ofac_ids(firm: Firm) -> str:
    kind, number, country = _identifier(firm)
    if not number:
        return ""
    fields = [_tag("uid", f"{firm.ofac_uid}1"), _tag("idType", kind), _tag("idNumber", number)]
    fields += [_tag("idCountry", country)] if country else []
    return _wrap("idList", [_wrap("id", fields)])


def _identifier(firm: Firm) -> tuple[str, str, str]:
    """(OFAC's word for it, number, country) of the one identifier that an entry has; all "" for none."""
    if firm.type == "vessel":
        return "Vessel Registration Identification", f"IMO {imo_number(firm)}", ""
    if firm.tax_id and firm.type == "entity":
        return "Tax ID No.", firm.tax_id, COUNTRIES[firm.country][0]
    return "", "", ""


def _ofac_akas(firm: Firm) -> str:
    akas = [
        _wrap(
            "aka",
            [
                _tag("uid", f"{firm.ofac_uid}{20 + i}"),
                _tag("type", "a.k.a."),
                _tag("category", quality),
                _tag("lastName", name),
            ],
        )
        for i, (name, quality) in enumerate(_ofac_aliases(firm))
    ]
    return _wrap("akaList", akas) if akas else ""


def _ofac_aliases(firm: Firm) -> list[tuple[str, str]]:
    return ofac_names(firm)[1:] if firm.type == "entity" else []


def latin_address(firm: Firm) -> tuple[str, str]:
    """(street, city) in Latin letters."""
    return romanise(firm.address, scheme="icao"), romanise(firm.city, scheme="icao")


def _ofac_addresses(firm: Firm) -> str:
    if firm.type == "vessel":
        return ""
    street, city = latin_address(firm)
    fields = [_tag("uid", f"{firm.ofac_uid}3")]
    fields += [_tag("address1", street.title())] if street else []
    fields += [_tag("city", city.title()), _tag("country", COUNTRIES[firm.country][0])]
    return _wrap("addressList", [_wrap("address", fields)])


def _ofac_vessel(firm: Firm) -> str:
    if firm.type != "vessel":
        return ""
    flag = COUNTRIES[firm.country][0]
    return _wrap("vesselInfo", [_tag("vesselType", "General Cargo"), _tag("vesselFlag", flag)])


def _tag(name: str, text: str) -> str:
    return f"<{name}>{escape(text)}</{name}>"


def _wrap(name: str, parts: list[str]) -> str:
    return "\n".join([f"<{name}>", *parts, f"</{name}>"])


def ofac_csv() -> dict[str, str]:
    """The fictional sdn.csv, alt.csv and add.csv: no header, CRLF, empty is "-0- ", the last byte is 0x1A."""
    listed = [firm for firm in firms() if firm.on_ofac]
    return {
        "sdn": _lines([_sdn_row(firm) for firm in listed]),
        "alt": _lines([row for firm in listed for row in _alt_rows(firm)]),
        "add": _lines([_add_row(firm) for firm in listed if firm.type != "vessel"]),
    }


def _sdn_row(firm: Firm) -> list[str]:
    name = firm.latin if firm.type == "individual" else ofac_names(firm)[0][0]
    kind = "" if firm.type == "entity" else firm.type
    vessel = [""] * 6
    if firm.type == "vessel":
        vessel = ["", "General Cargo", "", "", COUNTRIES[firm.country][0], ""]
    return [firm.ofac_uid, name, kind, programme(firm), "", *vessel, _remarks(firm)]


def _alt_rows(firm: Firm) -> list[list[str]]:
    """Strong aliases; weak ones stand in the remarks of sdn.csv only."""
    aliases = enumerate(_ofac_aliases(firm))
    return [
        [firm.ofac_uid, f"{firm.ofac_uid}{20 + i}", "aka", name, ""]
        for i, (name, quality) in aliases
        if quality == "strong"
    ]


def _remarks(firm: Firm) -> str:
    parts = [f"a.k.a. '{name}'" for name, quality in _ofac_aliases(firm) if quality == "weak"]
    kind, number, country = _identifier(firm)
    if number:
        parts.append(f"{kind} {number}" + (f" ({country})" if country else ""))
    return "; ".join([*parts, FICTIONAL]) + "."


def _add_row(firm: Firm) -> list[str]:
    street, city = latin_address(firm)
    return [firm.ofac_uid, f"{firm.ofac_uid}3", street.title(), city.title(), COUNTRIES[firm.country][0], ""]


def _lines(rows: list[list[str]]) -> str:
    return "".join(",".join(_csv_cell(cell) for cell in row) + "\r\n" for row in rows) + "\x1a"


def _csv_cell(text: str) -> str:
    if not text:
        return EMPTY
    return text if text.isdigit() else '"' + text.replace('"', '""') + '"'


def eu_xml() -> str:
    """The fictional xmlFullSanctionsList 1.1."""
    listed = [firm for firm in firms() if firm.on_eu]
    head = [
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>',
        f"<!-- {FICTIONAL}. The structure is that of the EU's XML 1.1, the content is invented. -->",
        f'<export xmlns="{EU_NAMESPACE}" generationDate="{PUBLISHED}T10:00:00.000+02:00" globalFileId="0">',
    ]
    return "\n".join([*head, *(_eu_entity(firm) for firm in listed), "</export>", ""])


def _eu_entity(firm: Firm) -> str:
    person = firm.type == "individual"
    subject, code = ("person", "P") if person else ("enterprise", "E")
    attributes = f'designationDetails="" unitedNationId="" euReferenceNumber="{firm.eu_reference}"'
    parts = [
        f'<sanctionEntity {attributes} logicalId="{firm.eu_logical_id}">',
        _tag("remark", f"({FICTIONAL}.)"),
        f'<regulation regulationType="regulation" publicationDate="2024-02-23" programme="UKR"'
        f' numberTitle="9999/0000 (fictional)" logicalId="{firm.eu_logical_id}1"/>',
        f'<subjectType code="{subject}" classificationCode="{code}"/>',
        *(_eu_name(firm, i, *name) for i, name in enumerate(eu_names(firm))),
        _eu_address(firm),
        *([_eu_identification(firm)] if firm.tax_id and not person else []),
    ]
    return "\n".join([*parts, "</sanctionEntity>"])


def _eu_identification(firm: Firm) -> str:
    return (
        f'<identification identificationTypeCode="fiscalcode" identificationTypeDescription="Fiscal code"'
        f' number="{firm.tax_id}" countryIso2Code="{firm.country}" logicalId="{firm.eu_logical_id}9"/>'
    )


def _eu_name(firm: Firm, i: int, name: str, language: str, strong: bool) -> str:
    return (
        f'<nameAlias firstName="" middleName="" lastName="" wholeName={quoteattr(name)} function="" gender=""'
        f' title="" nameLanguage="{language}" strong="{str(strong).lower()}" regulationLanguage="en"'
        f' logicalId="{firm.eu_logical_id}{20 + i}"/>'
    )


def _eu_address(firm: Firm) -> str:
    street, city = latin_address(firm)
    return (
        f'<address city={quoteattr(city.title())} street={quoteattr(street.title())} poBox="" zipCode=""'
        f' region="" place="" asAtListingTime="false" countryIso2Code="{firm.country}"'
        f' countryDescription="{COUNTRIES[firm.country][1]}" logicalId="{firm.eu_logical_id}8"/>'
    )
