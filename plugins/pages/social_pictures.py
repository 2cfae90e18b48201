"""Pelican plugin: pictures that other sites show with links, `kartu.png` of each place, initiative and all else."""

import functools
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from pelican import signals
from PIL import Image, ImageDraw, ImageFont

from plugins.incremental.output import File
from plugins.language.dates import date_words, short_date
from plugins.language.filters import thousands
from plugins.language.words import status_words
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator
from plugins.pages.map import OUTLINE, spot
from plugins.pages.structured_data import PICTURE_SIZE, SITE_PICTURE, picture
from plugins.queries import progress
from plugins.queries.outcomes import verdict
from plugins.queries.silence import last_mention
from record.outcomes import Verdict
from record.site_files import site_path

Point = tuple[float, float]
Colour = tuple[int, int, int]

LAST_WORD = "kabar terakhir"
SILENT = "kabar terakhir, tak ada lagi sejak itu"
QUESTION = "Apa kabar 100 kota cerdas?"
PROMISE = "Catatan publik, dengan sumber pada setiap fakta"
FONTS = Path(__file__).parent / "fonts"
SERIF, SANS = "pantau-serif.ttf", "pantau-sans.ttf"
PAPER: Colour = (0xFB, 0xFA, 0xF7)
INK: Colour = (0x1D, 0x1B, 0x18)
SOFT: Colour = (0x62, 0x5C, 0x54)
LINE: Colour = (0xDD, 0xD7, 0xCC)
LAND: Colour = (0xEA, 0xE4, 0xD8)
FAINT: Colour = (0xB9, 0xB0, 0xA2)
ACCENT: Colour = (0x93, 0x19, 0x1C)
"""The light colours of `theme/static/site.css`; the land is darker, for there is no room for its outline's line."""
COLOURS = 96

OVERSAMPLE = 2
"""The map is drawn twice as large and then made smaller, so that every edge is soft; letters are soft by themselves."""
LEFT, RIGHT = 72, PICTURE_SIZE[0] - 72
NAME_SIZES = ((1, 100, 68), (2, 60, 0))
"""Lines, and the largest and smallest letters of a name that takes so many."""
CAPITAL = 0.67
"""How high a capital of the serif is, in parts of its size."""
MAP_SCALE = 0.88
MAP_AT = (RIGHT - 930 * MAP_SCALE, 286)
"""So that Papua ends where the text does."""
_SUBPATH = re.compile(r"M(-?\d+) (-?\d+)l([^z]*)z")
_NUMBER = re.compile(r"-?\d+")


@dataclass(frozen=True)
class Card:
    """The texts of one picture (`figures` are pairs of a number and its label), and its points in units of the map.

    `here` are drawn in full colour, `others` faintly.
    """

    kicker: str
    name: str
    figures: tuple[tuple[str, str], ...]
    here: tuple[Point, ...]
    others: tuple[Point, ...] = ()


class PictureGenerator(SiteGenerator):
    """Adds the pictures."""

    def generate_output(self, _writer: Any) -> None:
        """Add every picture at its address."""
        files = (File(site_path(address), partial(self._png, card)) for address, card in cards(self.record))
        self.output.add_files(files)

    def _png(self, card: Callable[[], Card]) -> bytes:
        return png(draw(card(), self.name, self.settings["SITESUBTITLE"]))


def cards(record: Record) -> Iterator[tuple[str, Callable[[], Card]]]:
    """The address of each picture, the site's first, and a function that gives its card."""
    yield SITE_PICTURE, partial(site_card, record)
    for slug, place in record.places.items():
        yield picture(place), partial(place_card, record, slug)
    # One place's after the other, for they share their background.
    for entry in record.initiatives:
        yield picture(record.places[entry.data.place], entry), partial(initiative_card, record, entry.address)


def site_card(record: Record) -> Card:
    """The card of the site's picture."""
    spots = tuple(spot(place.data) for _, place in sorted(record.places.items()))
    figures = _figures(verdict(record), thousands(len(spots)), "daerah dipantau")
    return Card(PROMISE, QUESTION, figures, spots)


def place_card(record: Record, slug: str) -> Card:
    """The card of a place's picture."""
    place = record.places[slug]
    others = tuple(spot(other.data) for name, other in sorted(record.places.items()) if name != slug)
    steps = f"{progress.reached(record, slug)} dari {len(record.programme.programme_step)}"
    figures = _figures(verdict(record, slug), steps, "langkah ada buktinya")
    return Card(place.data.province, place.data.name, figures, (spot(place.data),), others)


def initiative_card(record: Record, address: str) -> Card:
    """The card of an initiative's picture: its name, its status and the newest word of it, and where its place is."""
    entry = record.initiative(address)
    place, data = record.places[entry.data.place].data, entry.data
    mention = last_mention(record, entry)
    status = (status_words(data.status), f"per {date_words(data.as_of, data.as_of_precision)}")
    word = (date_words(mention.day, mention.precision), SILENT if mention.silent else LAST_WORD)
    return Card(place.name, data.name, (status, word), (spot(place),))


def _figures(verdict: Verdict, last: str, label: str) -> tuple[tuple[str, str], ...]:
    """What became of promises first: how many are shown to run, and the newest word of any."""
    proven = f"{thousands(verdict.count('proven'))} dari {thousands(verdict.total)}"
    newest = short_date(verdict.day, verdict.precision) if verdict.day else "–"
    return (proven, "terbukti berjalan"), (newest, "kabar terakhir"), (last, label)


def draw(card: Card, name: str, subtitle: str) -> Image.Image:
    """The picture of a card, with the palette of `COLOURS` colours that all share."""
    image = _background(name, subtitle, card.here, card.others).copy()
    _write(ImageDraw.Draw(image), card)
    return image.quantize(palette=_palette(name, subtitle), dither=Image.Dither.NONE)


def _write(pen: ImageDraw.ImageDraw, card: Card) -> None:
    """Write a card's texts."""
    _text(pen, (LEFT, 154), card.kicker, SANS, 30, SOFT)
    lines, size = fitted(card.name)
    for number, line in enumerate(lines):
        # A large K or A stands a little right of where it begins.
        _text(pen, (LEFT - size * 0.02, 182 + size * (CAPITAL + number * 1.08)), line, SERIF, size, INK)
    for number, (figure, label) in enumerate(card.figures):
        top = 338 + number * 86
        pen.line((LEFT, top, LEFT + 220, top), fill=LINE)
        _text(pen, (LEFT, top + 44), figure, SERIF, 42, INK)
        _text(pen, (LEFT, top + 72), label, SANS, 23, SOFT)


def png(image: Image.Image) -> bytes:
    """The bytes of a PNG file, without the time or the software's name, so that they are the same in each build."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=6)
    return buffer.getvalue()


def fitted(name: str) -> tuple[tuple[str, ...], int]:
    """The lines of a name and its font size in pixels: one line if `NAME_SIZES` allows, else two of similar length."""
    for count, largest, smallest in NAME_SIZES:
        lines = (name,) if count == 1 else _halves(name)
        longest = max(lines, key=lambda line: text_width(line, largest))
        # Letters are set on whole dots, so that widths do not quite grow with sizes.
        size = min(largest, int(largest * (RIGHT - LEFT) / text_width(longest, largest)))
        while text_width(longest, size) > RIGHT - LEFT:
            size -= 1
        if size >= smallest:
            break
    return lines, size


def _halves(name: str) -> tuple[str, ...]:
    words = name.split()
    splits = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return min(splits, key=lambda pair: max(map(len, pair)), default=(name,))


def text_width(line: str, size: int, font: str = SERIF) -> float:
    """The width of a line, in pixels."""
    return _font(font, size).getlength(line)


def _text(pen: ImageDraw.ImageDraw, at: Point, text: str, font: str, size: int, colour: Colour) -> None:
    """Draw a text whose baseline begins at `at`."""
    pen.text((round(at[0]), round(at[1])), text, fill=colour, font=_font(font, size), anchor="ls")


def _dot(pen: ImageDraw.ImageDraw, point: Point, radius: float, colour: Colour) -> None:
    x, y = _large(placed(point))
    reach = radius * OVERSAMPLE
    pen.ellipse((x - reach, y - reach, x + reach, y + reach), fill=colour)


def placed(point: Point) -> Point:
    """A point of the map, in pixels of the picture."""
    return MAP_AT[0] + point[0] * MAP_SCALE, MAP_AT[1] + point[1] * MAP_SCALE


def _large(point: Point) -> tuple[int, int]:
    return round(point[0] * OVERSAMPLE), round(point[1] * OVERSAMPLE)


@functools.cache
def _font(name: str, size: int) -> ImageFont.FreeTypeFont:
    # Pillow's own layout: the other one works only where a library is installed beside it.
    return ImageFont.truetype(FONTS / name, size, layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=4)
def _background(name: str, subtitle: str, here: tuple[Point, ...], others: tuple[Point, ...]) -> Image.Image:
    """What is behind a card's texts: the site's name and the map with its points.

    Drawing it takes most of the time, and the pictures of one place's initiatives, made one after the other, share it.
    """
    image = _map().copy()
    pen = ImageDraw.Draw(image)
    for point in others:
        _dot(pen, point, 5, FAINT)
    alone = len(here) == 1
    for point in here:
        if alone:
            _dot(pen, point, 22, PAPER)
            _dot(pen, point, 20, ACCENT)
            _dot(pen, point, 15.5, PAPER)
        _dot(pen, point, 8.5, PAPER)
        _dot(pen, point, 10 if alone else 7, ACCENT)
    image = image.reduce(OVERSAMPLE)
    pen = ImageDraw.Draw(image)
    first, space, last = name.rpartition(" ")
    _text(pen, (LEFT, 76), first + space, SERIF, 38, INK)
    _text(pen, (LEFT + text_width(first + space, 38), 76), last, SERIF, 38, ACCENT)
    _text(pen, (RIGHT - text_width(subtitle, 23, SANS), 76), subtitle, SANS, 23, SOFT)
    pen.rectangle((LEFT, 94, RIGHT, 95), fill=INK)
    return image


@functools.cache
def _map() -> Image.Image:
    """The land, `OVERSAMPLE` times as large as a picture."""
    width, height = PICTURE_SIZE
    image = Image.new("RGB", (width * OVERSAMPLE, height * OVERSAMPLE), PAPER)
    pen = ImageDraw.Draw(image)
    for island in islands(OUTLINE.read_text("utf-8")):
        pen.polygon([_large(placed(point)) for point in island], fill=LAND)
    return image


@functools.cache
def _palette(name: str, subtitle: str) -> Image.Image:
    """A picture with the colours of all: one of its own would take longer to find than everything else of a card."""
    image = _background(name, subtitle, ((400.0, 100.0),), ((700.0, 200.0), (300.0, 150.0))).copy()
    _write(ImageDraw.Draw(image), Card(subtitle, name, ((name, subtitle),) * 3, ()))
    return image.quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


def islands(path: str) -> Iterator[list[Point]]:
    """The rings of an outline, a `M` with relative steps an island, as `tools.map_outline` writes them."""
    for x, y, steps in _SUBPATH.findall(path):
        here = (float(x), float(y))
        ring = [here]
        numbers = [float(number) for number in _NUMBER.findall(steps)]
        for step in zip(numbers[::2], numbers[1::2], strict=True):
            here = (here[0] + step[0], here[1] + step[1])
            ring.append(here)
        yield ring


def register() -> None:
    """Connect the signals."""
    signals.get_generators.connect(PictureGenerator.generator_type)
