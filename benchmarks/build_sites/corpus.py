"""News that nobody wrote: the same for the same numbers, with all that the collector notes of an item."""

import datetime as dt
import hashlib
import json
import random
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from record.item import Item, dumps
from record.vocabulary import DIMENSIONS, NEWS_KINDS

ZONE = dt.timezone(dt.timedelta(hours=7))
FIRST, LAST = dt.datetime(2017, 1, 2, 6, tzinfo=ZONE), dt.datetime(2026, 10, 31, 6, tzinfo=ZONE)
_SUBJECTS = ("Pemerintah kota", "Dinas Kominfo", "Wali kota", "Warga & pelaku usaha", "DPRD", "Tim “smart city”")
_DEEDS = ("meluncurkan", "memperluas", "mengevaluasi", "membahas", "menguji", "menghentikan", "menganggarkan")
_THINGS = (
    "pusat kendali lalu lintas", "aplikasi aduan warga", "kartu layanan kesehatan", "jaringan internet kelurahan",
    "pembayaran pajak daring", "pemantau banjir", "pasar digital bagi UMKM", "lampu jalan hemat energi",
)  # fmt: skip
_MANNERS = (
    "mulai pekan ini",
    "setelah dua tahun berjalan",
    "bersama kampus setempat",
    "dengan anggaran yang lebih kecil",
)
_SAYINGS = (
    "Menurut catatan dinas, {thing} sudah dipakai di {count} kelurahan dan melayani {count} ribu orang.",
    "“Kami ingin {thing} ini tetap berjalan, siapa pun yang memimpin,” kata seorang pejabat di {place}.",
    "Sejumlah warga {place} menyambutnya, tetapi ada pula yang *belum pernah* mendengar tentang {thing}.",
    "Anggaran tahun ini turun menjadi {count},5 miliar rupiah; tahun lalu masih **{more} miliar rupiah**.",
    "Dokumen rencananya dapat dibaca di [laman resmi](https://{slug}.example/dokumen/{count}?hal={more}).",
    "Pekerjaan itu ditargetkan selesai pada akhir tahun, lalu dinilai lagi oleh kementerian.",
)
_OUTLETS = (("kabar-kota", "Kabar Kota"), ("warta-daerah", "Warta Daerah"), ("suara-warga", "Suara Warga"))

Place = tuple[str, str]
"""Slug and name."""


@dataclass(frozen=True)
class Written:
    """One item of the corpus: its number, its path below `news/` and what it says."""

    number: int
    path: Path
    item: Item

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.path.stem[11:]

    @property
    def address(self) -> str:
        """Where every site must have it."""
        return f"/berita/{self.path.parent.as_posix()}/{self.slug}/"


def corpus(count: int, places: Sequence[Place]) -> Iterator[Written]:
    """`count` items from 2017 to 2026."""
    return (written(number, count, places) for number in range(count))


def written(number: int, count: int, places: Sequence[Place]) -> Written:
    """Item `number` of `count`; numbers from `count` on are news of the days after, an hour apart."""
    rng = random.Random(number)  # noqa: S311 - nothing secret
    # In turn, so that every place has news even in a small corpus: some tools make no page without any.
    about = list(dict.fromkeys([places[number % len(places)], *rng.sample(places, rng.choice((0, 0, 1)))]))
    dimensions = tuple(sorted(rng.sample(DIMENSIONS, rng.choice((1, 1, 2, 3))), key=DIMENSIONS.index))
    outlet, source = rng.choice(_OUTLETS)
    thing = rng.choice(_THINGS)
    title = f"{rng.choice(_SUBJECTS)} {rng.choice(_DEEDS)} {thing} {rng.choice(_MANNERS)}"
    when = _when(number, count)
    slug = f"{thing.replace(' ', '-').lower()}-{number}"
    # As the collector has it: the summary is the publisher's first words.
    summary = f"{title}: {rng.choice(_MANNERS)}, {rng.randint(2, 90)} kelurahan sudah terlayani."
    body = f"{summary} {_body(rng, about, thing)}"
    item = Item(
        title=title,
        id=uuid.uuid5(uuid.NAMESPACE_URL, f"corpus|{number}").urn,
        date=when,
        places=tuple(slug for slug, _ in about),
        dimensions=dimensions,
        kind=rng.choices(NEWS_KINDS, (30, 6, 1, 1, 1, 1))[0],
        outlet=outlet,
        source=source,
        source_url=f"https://{outlet}.example/{when:%Y/%m/%d}/{slug}/",
        rights="excerpt",
        collected=(when + dt.timedelta(hours=rng.randint(1, 40))).astimezone(dt.UTC),
        digest=f"sha256:{hashlib.sha256(body.encode()).hexdigest()[:32]}",
        evidence=tuple(uuid.UUID(int=rng.getrandbits(128)).urn for _ in range(2)),
        because=tuple(f"{slug} = Pemerintah {name} + Wali Kota" for slug, name in about)
        + tuple(f"{dimension} = layanan + anggaran" for dimension in dimensions),
        summary=summary,
        body=body,
    )
    return Written(number, Path(f"{when:%Y/%m/%Y-%m-%d}-{slug}.md"), item)


def edited(one: Written) -> Written:
    """The same item after an editor's change of its summary and body."""
    item = one.item
    body = f"{item.body}\n\nKoreksi: angka pada alinea pertama sudah diperbaiki."
    return replace(one, item=replace(item, summary=f"{item.summary} Angkanya sudah diperbaiki.", body=body))


def _when(number: int, count: int) -> dt.datetime:
    if number >= count:
        return LAST + dt.timedelta(hours=1 + number - count)
    return FIRST + dt.timedelta(seconds=int((LAST - FIRST).total_seconds() * number / count))


def _body(rng: random.Random, about: Sequence[Place], thing: str) -> str:
    parts = [_paragraph(rng, about, thing) for _ in range(rng.randint(3, 6))]
    if rng.random() < 0.25:
        rows = rng.sample(_THINGS, 3)
        parts.insert(2, "\n".join(f"- {row}: {rng.randint(2, 40)} titik" for row in rows))
    return "\n\n".join(parts)


def _paragraph(rng: random.Random, about: Sequence[Place], thing: str) -> str:
    slug, name = rng.choice(about)
    count, more = rng.randint(2, 60), rng.randint(61, 99)
    sayings = rng.sample(_SAYINGS, rng.randint(2, 4))
    return " ".join(saying.format(thing=thing, place=name, slug=slug, count=count, more=more) for saying in sayings)


def ours(one: Written, _names: Mapping[str, str]) -> str:
    """As the collector writes it."""
    return dumps(one.item)


def stock(one: Written, names: Mapping[str, str]) -> str:
    """`Key: value`, with the places as Pelican's tags, which make its pages of a kind."""
    tags = ", ".join(names[slug] for slug in one.item.places)
    head, _, body = dumps(one.item).partition("\n\n")
    return f"{head}\nTags: {tags}\n\n{body}"


def yaml(one: Written, _names: Mapping[str, str]) -> str:
    """YAML front matter with the same keys; the places stand in Hugo's taxonomy, whose pages they make."""
    head, _, body = dumps(one.item).partition("\n\n")
    values = dict(line.split(": ", 1) for line in head.splitlines())
    rows = {key.lower(): json.dumps(value, ensure_ascii=False) for key, value in values.items()}
    rows |= {
        key: json.dumps(getattr(one.item, key), ensure_ascii=False) for key in ("dimensions", "evidence", "because")
    }
    del rows["places"]
    rows |= {"date": values["Date"], "slug": one.slug, "daerah": json.dumps(one.item.places)}
    front = "".join(f"{key}: {value}\n" for key, value in rows.items())
    return f"---\n{front}---\n\n{body}"


Form = Callable[[Written, Mapping[str, str]], str]
"""How a tool wants an item's file: the item and the places' names by slug in, the file's text out."""
