"""Makes the pictures' fonts once: `python -m tools.subset_fonts FOLDER`, FOLDER with npm's two packages unpacked.

The packages are @expo-google-fonts/source-serif-4 and source-sans-3, both 0.4.1 (SIL OFL 1.1). A font that was changed
may not keep the reserved name "Source", so ours have names of their own. The results are committed in
`plugins/pages/fonts/`; nothing of this runs in a build, and no browser is ever handed one. Needs the dependency group
`fonts`.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._k_e_r_n import KernTable_format_0

TARGET = Path(__file__).parents[1] / "plugins" / "pages" / "fonts"
FONTS = {
    "pantau-serif": ("source-serif-4/600SemiBold/SourceSerif4_600SemiBold.ttf", "Pantau Serif SemiBold"),
    "pantau-sans": ("source-sans-3/400Regular/SourceSans3_400Regular.ttf", "Pantau Sans Regular"),
}
CHARACTERS = "".join(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x100)))) + "–—‘’“”…·"
COPYRIGHT, LICENCE, LICENCE_ADDRESS = 0, 13, 14
NAMES = (1, 3, 4, 6, 16)


def main(packages: Path) -> None:
    """Write each font and its licence, from the folder with the unpacked packages."""
    for name, (source, title) in FONTS.items():
        # The same bytes whenever it is run: they are committed.
        font = TTFont(packages / source, recalcTimestamp=False)
        _subset(font)
        _kern(font)
        _rename(font, title)
        font.save(TARGET / f"{name}.ttf", reorderTables=True)
        licence = (packages / source.partition("/")[0] / "LICENSE_FONT").read_text("utf-8")
        (TARGET / f"{name}-OFL.txt").write_text(licence, "utf-8")


def _subset(font: TTFont) -> None:
    options = Options(layout_features=["kern"], hinting=False, name_IDs=["*"], notdef_outline=True)
    subsetter = Subsetter(options)
    subsetter.populate(text=CHARACTERS)
    subsetter.subset(font)


def _kern(font: TTFont) -> None:
    """The old `kern` table instead of GPOS: Pillow's own layout, the same on every system, knows no other."""
    table = KernTable_format_0()
    table.coverage, table.apple, table.version = 1, False, 0
    table.kernTable = dict(_pairs(font))
    kern = newTable("kern")
    kern.version, kern.kernTables = 0, [table]
    font["kern"] = kern
    del font["GPOS"]


def _pairs(font: TTFont) -> Iterator[tuple[tuple[str, str], int]]:
    letters = [glyph for code, glyph in sorted(font.getBestCmap().items()) if code < 0x7F]
    subtables = [sub for lookup in font["GPOS"].table.LookupList.Lookup for sub in map(_plain, lookup.SubTable)]
    for left in letters:
        for right in letters:
            advances = (_advance(sub, left, right) for sub in subtables if sub.LookupType == 2)
            if value := next((value for value in advances if value is not None), 0):
                yield (left, right), value


def _plain(subtable: Any) -> Any:
    return getattr(subtable, "ExtSubTable", subtable)


def _advance(subtable: Any, left: str, right: str) -> int | None:
    """How far a pair moves together; None where the subtable leaves it to the next."""
    if left not in subtable.Coverage.glyphs:
        return None
    if subtable.Format == 1:
        rows = subtable.PairSet[subtable.Coverage.glyphs.index(left)].PairValueRecord
        record = next((row for row in rows if row.SecondGlyph == right), None)
        if record is None:
            return None
    else:
        first, second = subtable.ClassDef1.classDefs.get(left, 0), subtable.ClassDef2.classDefs.get(right, 0)
        record = subtable.Class1Record[first].Class2Record[second]
    return getattr(record.Value1, "XAdvance", 0) if record.Value1 else 0


def _rename(font: TTFont, title: str) -> None:
    table = font["name"]
    table.names = [row for row in table.names if row.nameID in (COPYRIGHT, LICENCE, LICENCE_ADDRESS)]
    for number in NAMES:
        table.setName(title.replace(" ", "") if number == 6 else title, number, 3, 1, 0x409)
    table.setName("Regular", 2, 3, 1, 0x409)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
