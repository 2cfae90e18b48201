"""What the rest of a text says about a bare name: another's name after all, or one of a row of kota. Pure."""

import re
from collections.abc import Callable, Mapping

from scrapers.decide.places.mentions import Mention, Refusal, TextMentions

BEFORE_A_PLACE = frozenset(
    {"di", "ke", "dari", "warga", "se", "dan", "polres", "polresta", "polrestabes", "kapolres", "dprd"}
)
"""Words after which a name is a place's, whatever follows."""
NO_SURNAMES = frozenset({
    "smart", "center", "centre", "new", "creative", "digital", "command", "peduli", "sehat", "cerdas", "hebat", "juara", "run",
    "tech", "techno", "kota", "siaga", "bersih", "pintar", "food", "fashion", "marathon", "festival", "expo", "recover", "maju",
    "hari", "senin", "selasa", "rabu", "kamis", "jumat", "sabtu", "minggu", "ahad",
})  # fmt: skip
"""Words after a place's name that make it no person's: "Makassar New Port", "Bekasi Smart City"."""
_ROW = re.compile(r"(?:, (?:dan |serta )?| dan | serta | & )")
_ROW_GAP = 9
"""Characters between two names of a row."""
_KIND_OF_ROW = re.compile(r"\b(kota|kabupaten) ?: ?$|\bkategori (kota|kabupaten) (?:yakni |yaitu )?$")
_BEFORE = 28
"""Characters before a row in which its kind is looked for."""


def drop_other_senses(in_text: TextMentions, others: Mapping[tuple[str, ...], Refusal]) -> None:
    """Refuse bare names that the text gives to a person, a village or a district elsewhere. In place.

    `others`: why, by the codes that a name would have. A name that also stands with its kind or office stays.
    """
    if not others:
        return
    named = {code for m in in_text.mentions if m.form in {"full", "office"} for code in m.codes}
    left: list[Mention] = []
    for mention in in_text.mentions:
        why = others.get(mention.codes)
        is_other = why and mention.form == "name" and named.isdisjoint(mention.codes)
        if why and is_other and (why != "label" or mention.before not in BEFORE_A_PLACE):
            in_text.refused.append((mention.text, why, mention.codes))
        else:
            left.append(mention)
    in_text.mentions = left


def carry_kinds(in_text: TextMentions, folded: str, kind_of: Callable[[str], str]) -> None:
    """ "Kota Bandung, Cirebon, dan Bogor", "kategori kota: Bandung": a kind holds for the row behind it. In place.

    `folded` is the folded text, `kind_of` gives a region's kind by its code.
    """
    kind, end = "", -1
    for mention in in_text.mentions:
        between = folded[end : mention.start] if end >= 0 else ""
        if len(between) > _ROW_GAP or not _ROW.fullmatch(between):
            kind = ""
        if mention.form == "full":
            kind = kind_of(mention.codes[0])
        elif not mention.is_weak:
            lead = _KIND_OF_ROW.search(folded, max(0, mention.start - _BEFORE), mention.start)
            kind = (lead[1] or lead[2]) if lead else kind
            if mention.form == "name" and len(mention.codes) > 1 and kind:
                mention.codes = tuple(c for c in mention.codes if kind_of(c) == kind) or mention.codes
        end = mention.end
