"""Pelican plugin: the pictures that other sites show with links, `kartu.png` of each place and of all other pages."""

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
from plugins.language.dates import short_date
from plugins.language.filters import thousands
from plugins.model.record import Record
from plugins.pages.base import SiteGenerator
from plugins.pages.map import OUTLINE, spot
from plugins.pages.structured_data import PICTURE_SIZE, SITE_PICTURE, place_picture
from plugins.queries import progress
from plugins.queries.outcomes import verdict
from record.outcomes import Verdict
from record.site_files import site_path

Point = tuple[float, float]
Colour = tuple[int, int, int]

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
"""Everything is drawn twice as large and then made smaller, so that every edge is soft."""
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
        yield place_picture(place), partial(place_card, record, slug)


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


def _figures(verdict: Verdict, last: str, label: str) -> tuple[tuple[str, str], ...]:
    """What became of promises first: how many are shown to run, and the newest word of any."""
    proven = f"{thousands(verdict.count('proven'))} dari {thousands(verdict.total)}"
    newest = short_date(verdict.day, verdict.precision) if verdict.day else "–"
    return (proven, "terbukti berjalan"), (newest, "kabar terakhir"), (last, label)


def draw(card: Card, name: str, subtitle: str) -> Image.Image:
    """The picture of a card, with a palette of `COLOURS` colours."""
    image = _base(name, subtitle).copy()
    pen = ImageDraw.Draw(image)
    _text(pen, (LEFT, 154), card.kicker, SANS, 30, SOFT)
    lines, size = fitted(card.name)
    for number, line in enumerate(lines):
        # A large K or A stands a little right of where it begins.
        _text(pen, (LEFT - size * 0.02, 182 + size * (CAPITAL + number * 1.08)), line, SERIF, size, INK)
    for number, (figure, label) in enumerate(card.figures):
        top = 338 + number * 86
        pen.rectangle((*_large((LEFT, top)), *_large((LEFT + 220, top + 1))), fill=LINE)
        _text(pen, (LEFT, top + 44), figure, SERIF, 42, INK)
        _text(pen, (LEFT, top + 72), label, SANS, 23, SOFT)
    for point in card.others:
        _dot(pen, point, 5, FAINT)
    alone = len(card.here) == 1
    for point in card.here:
        if alone:
            _dot(pen, point, 22, PAPER)
            _dot(pen, point, 20, ACCENT)
            _dot(pen, point, 15.5, PAPER)
        _dot(pen, point, 8.5, PAPER)
        _dot(pen, point, 10 if alone else 7, ACCENT)
    return image.reduce(OVERSAMPLE).quantize(COLOURS, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE)


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
    return _font(font, size * OVERSAMPLE).getlength(line) / OVERSAMPLE


def _text(pen: ImageDraw.ImageDraw, at: Point, text: str, font: str, size: int, colour: Colour) -> None:
    """Draw a text whose baseline begins at `at`."""
    pen.text(_large(at), text, fill=colour, font=_font(font, size * OVERSAMPLE), anchor="ls")


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


@functools.cache
def _base(name: str, subtitle: str) -> Image.Image:
    """The background of all pictures: colour, the site's name, and the map."""
    width, height = PICTURE_SIZE
    image = Image.new("RGB", (width * OVERSAMPLE, height * OVERSAMPLE), PAPER)
    pen = ImageDraw.Draw(image)
    for island in islands(OUTLINE.read_text("utf-8")):
        pen.polygon([_large(placed(point)) for point in island], fill=LAND)
    first, space, last = name.rpartition(" ")
    _text(pen, (LEFT, 76), first + space, SERIF, 38, INK)
    _text(pen, (LEFT + text_width(first + space, 38), 76), last, SERIF, 38, ACCENT)
    _text(pen, (RIGHT - text_width(subtitle, 23, SANS), 76), subtitle, SANS, 23, SOFT)
    pen.rectangle((*_large((LEFT, 94)), *_large((RIGHT, 96))), fill=INK)
    return image


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
