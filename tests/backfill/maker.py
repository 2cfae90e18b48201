"""Makes web archives as Common Crawl's news archives are made: the same bytes each time.

`captures` are pages of the newsroom's outlets about tracked places among noise in several languages; `write` packs any
captures into a WARC file.
"""

import datetime as dt
import io
import random
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scrapers.newsroom import Newsroom, presses

CRAWLED = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
TRACKED = 0.02
"""The share of pages about tracked places."""
HTML = "text/html; charset=utf-8"
LANGUAGES = {
    "id": (
        ["Tim bola voli", "Harga cabai", "Penyanyi muda itu", "Para peneliti", "Nelayan setempat", "Kementerian"],
        ["mengumumkan", "menunda", "membahas", "menolak", "menyambut", "menghitung ulang"],
        ["jadwal pertandingan", "panen raya", "album kedua", "hasil riset gempa", "aturan ekspor", "tarif angkutan"],
    ),
    "en": (
        ["The committee", "A local bakery", "The mayor of Lakewood", "Researchers", "The airline", "Farmers"],
        ["announced", "postponed", "rejected", "reviewed", "welcomed", "recounted"],
        ["a new timetable", "the spring harvest", "the second season", "an earthquake study", "the budget", "fares"],
    ),
    "es": (
        ["Solo el comité", "Una panadería", "El alcalde", "La aerolínea", "Los científicos", "Los agricultores"],
        ["anunció", "aplazó", "rechazó", "revisó", "celebró", "volvió a contar"],
        ["el nuevo horario", "la cosecha", "la segunda temporada", "un estudio", "el presupuesto", "las tarifas"],
    ),
    "de": (
        ["Der Ausschuss", "Eine Bäckerei", "Die Bürgermeisterin", "Forscher", "Die Fluglinie", "Landwirte"],
        ["verkündete", "verschob", "lehnte ab:", "prüfte", "begrüßte", "zählte erneut"],
        ["den Fahrplan", "die Ernte", "die zweite Staffel", "eine Erdbebenstudie", "den Haushalt", "die Preise"],
    ),
    "ru": (
        ["Комитет", "Пекарня", "Мэр города", "Учёные", "Авиакомпания", "Фермеры"],
        ["объявил", "отложил", "отклонил", "проверил", "одобрил", "пересчитал"],
        ["новое расписание", "урожай", "второй сезон", "исследование", "бюджет", "тарифы"],
    ),
    "ja": (
        ["委員会は", "地元のパン屋は", "市長は", "研究者は", "航空会社は", "農家は"],
        ["新しい時刻表を", "収穫を", "第二期を", "地震の研究を", "予算を", "運賃を"],
        ["発表した。", "延期した。", "否決した。", "見直した。", "歓迎した。", "数え直した。"],
    ),
    "ar": (
        ["اللجنة", "المخبز المحلي", "رئيس البلدية", "الباحثون", "شركة الطيران", "المزارعون"],
        ["أعلنت", "أجلت", "رفضت", "راجعت", "رحبت", "أعادت حساب"],
        ["الجدول الجديد", "الحصاد", "الموسم الثاني", "دراسة الزلازل", "الميزانية", "الأسعار"],
    ),
}
"""By language: openings, middles and ends of sentences that mean nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Capture:
    """One record to be: what was asked and what came back."""

    url: str
    body: bytes
    kind: str = HTML
    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    type: str = "response"
    warc_headers: dict[str, str] = field(default_factory=dict)
    when: dt.datetime | None = None


def newsroom_captures(room: Newsroom, most: int | None = None) -> Iterator[Capture]:
    """All that a crawler would bring from the first outlets: home pages, feeds, articles with their further pages."""
    for press in presses()[:most]:
        base = room.base(press.id)
        lists = [path for path in ("/", press.settings.get("listing"), press.settings.get("feed")) if path]
        for path in dict.fromkeys(lists):
            answer = room.answer(press.id, path)
            yield Capture(url=base + path, body=answer.body, kind=answer.kind, status=answer.status)
        for article in press.articles:
            for number in range(1, room.expected[base + article.path].pages + 1):
                path = article.path + (f"?page={number}" if number > 1 else "")
                answer = room.answer(press.id, path)
                yield Capture(url=base + path, body=answer.body, status=answer.status)


def captures(pages: int, room: Newsroom, *, seed: int = 1, weight: int = 12) -> Iterator[Capture]:
    """`pages` pages, one in fifty about a tracked place; `weight` sets how much stands around the words of the rest."""
    tracked = [
        (press, article) for press in presses() if press.settings["channel"] != "down" for article in press.articles
    ]
    # From the last outlet on: an archive of the first ones then holds other articles.
    tracked = [(press, article) for press, article in reversed(tracked) if article.places and article.published]
    chance = random.Random(seed)
    every = round(1 / TRACKED)
    for number in range(pages):
        if number % every == every // 2:
            turn, at = divmod(number // every, len(tracked))
            press, article = tracked[at]
            body = room.answer(press.id, article.path).body
            path = article.path.rstrip("/")
            # The same article under an address of its own stands for one more article.
            again = f"{path}-{turn}" if turn else path
            yield Capture(url=room.base(press.id) + again, body=body.replace(path.encode(), again.encode()))
        else:
            yield _noise(number, chance, room, weight)


def _noise(number: int, chance: random.Random, room: Newsroom, weight: int) -> Capture:
    language = chance.choice([*LANGUAGES, "id", "en", "en", "en"])
    # Known outlets write of other things as well.
    known = language == "id" and chance.random() < 0.2
    base = room.base(chance.choice(presses()).id) if known else f"https://news{number % 397}.example.{language}"
    sentences = [" ".join(chance.choice(part) for part in LANGUAGES[language]) for _ in range(60)]
    title = sentences[0].rstrip(".")
    text = "".join(f"<p>{'. '.join(sentences[at : at + 5])}.</p>" for at in range(0, 60, 5))
    links = "".join(f'<li><a href="/{step}/x">{sentences[step % 60]}</a></li>' for step in range(weight * 4))
    script = "".join(f'window.layer.push({{"slot":{step},"size":[300,{step}]}});' for step in range(weight * 40))
    date = f"2026-11-{1 + number % 19:02}T08:00:00+00:00"
    page = (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title>'
        f'<meta property="article:published_time" content="{date}"><script>{script}</script></head>'
        f"<body><nav><ul>{links}</ul></nav><article><h1>{title}</h1>{text}</article>"
        f"<footer><ul>{links}</ul></footer></body></html>"
    )
    return Capture(url=f"{base}/2026/11/{number}-story", body=page.encode())


def write(path: Path, made: Iterable[Capture], *, packed: bool = True, start: dt.datetime = CRAWLED) -> Path:
    """A WARC file with a request and a response a page, as Common Crawl's; one second apart."""
    with path.open("wb") as stream:
        writer = WARCWriter(stream, gzip=packed)
        writer.write_record(_information(writer, path.name, start))
        for number, capture in enumerate(made):
            stamp = f"{(capture.when or start + dt.timedelta(seconds=number)):%Y-%m-%dT%H:%M:%SZ}"
            if capture.type == "response":
                writer.write_record(_request(writer, capture, stamp))
            writer.write_record(_record(writer, capture, stamp))
    return path


def _information(writer: WARCWriter, name: str, start: dt.datetime) -> object:
    warc_headers = {"WARC-Record-ID": _id(name, ""), "WARC-Date": f"{start:%Y-%m-%dT%H:%M:%SZ}", "WARC-Filename": name}
    text = b"software: pantau-100 tests\r\nformat: WARC File Format 1.0\r\n"
    kind = "application/warc-fields"
    return writer.create_warc_record(
        "",
        "warcinfo",
        payload=io.BytesIO(text),
        length=len(text),
        warc_headers_dict=warc_headers,
        warc_content_type=kind,
    )


def _request(writer: WARCWriter, capture: Capture, stamp: str) -> object:
    status = StatusAndHeaders("GET / HTTP/1.1", [("User-Agent", "CCBot/2.0")], is_http_request=True)
    warc_headers = {"WARC-Record-ID": _id(capture.url, f"{stamp} request"), "WARC-Date": stamp}
    return writer.create_warc_record(capture.url, "request", warc_headers_dict=warc_headers, http_headers=status)


def _record(writer: WARCWriter, capture: Capture, stamp: str) -> object:
    warc_headers = {"WARC-Record-ID": _id(capture.url, stamp), "WARC-Date": stamp} | capture.warc_headers
    headers = [("Content-Type", capture.kind), ("Content-Length", str(len(capture.body))), *capture.headers]
    status = StatusAndHeaders(f"{capture.status} OK", headers, "HTTP/1.1")
    return writer.create_warc_record(
        capture.url,
        capture.type,
        payload=io.BytesIO(capture.body),
        length=len(capture.body),
        warc_headers_dict=warc_headers,
        http_headers=status,
    )


def _id(url: str, stamp: str) -> str:
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{url} {stamp}')}>"
