"""Words of dates, as tables: names of months, ordinals and time zones. Names stand in lower case without accents."""

import datetime as dt

# A line a month: Indonesian with its older and shortened forms, Malay, English; German, Dutch, Scandinavian;
# French, Spanish, Portuguese, Italian; Turkish, Polish, Czech. Croatian is left out: its `listopad` is another month
# than the Polish one.
_MONTH_NAMES = """
januari jan january januar janner janvier janv enero ene janeiro gennaio gen ocak stycznia ledna
februari feb peb pebruari february februar feber fevrier fevr febrero fevereiro fev febbraio subat lutego unora
maret mar mac march marz mrz maart mrt marts mars marzo marco mart marca brezna
april apr avril avr abril abr aprile nisan kwietnia dubna
mei may mai maj mayo maio maggio mag mayis maja kvetna
juni jun june juin junio junho giugno giu haziran czerwca cervna
juli jul july julai juillet juil julio julho luglio lug temmuz lipca cervence
agustus agt agu ags agust aug august ogos ogo augusti augustus aout agosto ago agustos sierpnia srpna
september sep sept septembre septiembre setiembre setembro set settembre eylul wrzesnia zari
oktober okt oct october octobre octubre outubro out ottobre ott ekim pazdziernika rijna
november nov nop nopember novembre noviembre novembro kasim listopada listopadu
desember des dec december disember dis dezember dez decembre diciembre dic dezembro dicembre aralik grudnia prosince
"""

MONTHS: dict[str, int] = {
    name: number for number, names in enumerate(_MONTH_NAMES.strip().splitlines(), start=1) for name in names.split()
}
"""Months by name."""

DAY_PARTS = {"am": 0, "pm": 12, "pagi": 0, "pg": 0, "siang": 9, "sore": 12, "petang": 12, "ptg": 12, "malam": 16}
"""The hour at which the twelve hours begin that a part of the day may mean: 8 malam is 20, 1 malam is 1."""

_HOURS = {
    # RFC 822 (5.1) and RFC 9110 (5.6.7); `Z` is UTC in ISO 8601.
    "Z": 0, "UT": 0, "UTC": 0, "GMT": 0, "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8,
    "PDT": -7,
    # Indonesia and its neighbours, and Europe.
    "WIB": 7, "WITA": 8, "WIT": 9, "MYT": 8, "SGT": 8, "PHT": 8, "HKT": 8, "ICT": 7, "JST": 9, "KST": 9, "AWST": 8,
    "AEST": 10, "AEDT": 11, "WET": 0, "WEST": 1, "CET": 1, "CEST": 2, "MEZ": 1, "MESZ": 2, "BST": 1, "EET": 2,
    "EEST": 3, "MSK": 3,
}  # fmt: skip

ZONES: dict[str, dt.tzinfo] = {name: dt.timezone(dt.timedelta(hours=hours)) for name, hours in _HOURS.items()}
"""Time zones by abbreviation; one that means several (`IST`) is left out."""

WIB, WITA, WIT = ZONES["WIB"], ZONES["WITA"], ZONES["WIT"]

ZONE_NAMES = {"barat": "WIB", "tengah": "WITA", "timur": "WIT"}
"""Their abbreviations by the last word of their names."""
