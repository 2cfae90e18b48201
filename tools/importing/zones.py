"""The time zone of a province."""

from record.vocabulary import Zone

DEFAULT_ZONE: Zone = "Asia/Jakarta"
ZONES: dict[str, Zone] = {
    "Bali": "Asia/Makassar",
    "Kalimantan Selatan": "Asia/Makassar",
    "Kalimantan Timur": "Asia/Makassar",
    "Kalimantan Utara": "Asia/Makassar",
    "Nusa Tenggara Barat": "Asia/Makassar",
    "Nusa Tenggara Timur": "Asia/Makassar",
    "Gorontalo": "Asia/Makassar",
    "Sulawesi Barat": "Asia/Makassar",
    "Sulawesi Selatan": "Asia/Makassar",
    "Sulawesi Tengah": "Asia/Makassar",
    "Sulawesi Tenggara": "Asia/Makassar",
    "Sulawesi Utara": "Asia/Makassar",
    "Maluku": "Asia/Jayapura",
    "Maluku Utara": "Asia/Jayapura",
    "Papua": "Asia/Jayapura",
    "Papua Barat": "Asia/Jayapura",
    "Papua Barat Daya": "Asia/Jayapura",
    "Papua Pegunungan": "Asia/Jayapura",
    "Papua Selatan": "Asia/Jayapura",
    "Papua Tengah": "Asia/Jayapura",
}
"""Provinces outside WIB, by Keputusan Presiden 41/1987 and the provinces split off since."""
