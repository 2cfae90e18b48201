"""What Indonesian outlets put around and into their texts, as tables; and taking it off."""

import re
import unicodedata

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\x00-\x08\x0b-\x1f]")
_SEPARATORS = (" | ", " - ", " – ", " — ", " :: ", " » ")

JUNK_LINES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"^(?:\W*)(?:baca|simak|lihat|tonton) (?:juga|pula|selengkapnya)\b.*",
        r"^(?:\W*)(?:berita|artikel) (?:terkait|lainnya|terpopuler|populer)\b.*",
        r"^(?:\W*)(?:populer|terpopuler|rekomendasi|read also|also read|related)\b\W*.{0,80}$",
        r"^(?:\W*)(?:editor|penulis|pewarta|reporter|penyunting|uploader|redaktur)\s*:.{0,90}$",
        r"^(?:\W*)(?:oleh|sumber foto|foto|kontributor|laporan)\s*:.{0,90}$",
        r"^(?:\W*)(?:copyright|hak cipta|©|\(c\)).*$",
        r"^(?:\W*)(?:tag|tags|topik|label|kata kunci|share|bagikan|sebarkan|ikuti kami|follow us)\s*:?.{0,160}$",
        r"^\W*\d[\d.,]*\s*(?:kali|x)?\s*(?:dilihat|dibaca|views?|pembaca|shares?|komentar|tayangan)\W*$",
        r"^(?:\W*)(?:dilihat|dibaca|views?|hits)\s*:?\s*\d[\d.,]*\s*(?:kali|x)?\W*$",
        r"^.{0,60}\b\d{1,2}/\d{1,2}/\d{4},? \d{1,2}[:.]\d{2}(?: (?:WIB|WITA|WIT))?$",
        r"^(?:\W*)\[gambas:.*\]\W*$",
        r"^(?:\W*)(?:tinggalkan (?:balasan|komentar)|leave a (?:reply|comment)).*$",
        r"^(?:\W*)(?:tulis komentar|komentar anda|kirim komentar).*$",
        r"^(?:\W*)(?:selanjutnya|sebelumnya|halaman \d+.*|\d+(?:\s+\d+)+.*|next|previous)\W*$",
        r"^(?:\W*)(?:pilihan redaksi|advertisement|iklan|scroll to continue.*|klik di sini.*)\W*$",
        r"^(?:\W*)(?:dapatkan update|simak berita|ikuti berita|cek berita|bergabung(?:lah)? di|gabung) .{0,200}"
        r"(?:telegram|whatsapp|google news|saluran).*$",
    )
)


def squeeze(text: str) -> str:
    """One line, single spaces, NFC, nothing invisible."""
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def title(raw: str, *, site: str = "") -> str:
    """A headline without the site's name at either end."""
    text = squeeze(raw)
    for separator in _SEPARATORS:
        if site and text.casefold().endswith((separator + site).casefold()):
            text = text[: -len(separator + site)]
        if site and text.casefold().startswith((site + separator).casefold()):
            text = text[len(site + separator) :]
    return text.strip()


def author(raw: str) -> str | None:
    """A person's or desk's name without "Oleh:" and the like; None where nothing is left."""
    text = re.sub(r"^(?:oleh|by|penulis|pewarta|reporter|editor)\s*:?\s+", "", squeeze(raw), flags=re.IGNORECASE)
    return text if 1 < len(text) <= 80 and not text.startswith("http") else None


def is_junk(line: str) -> bool:
    """Whether a line of text is the outlet's furniture, not the article."""
    return any(pattern.match(line) for pattern in JUNK_LINES)


def body(markdown: str, headline: str) -> str:
    """The body without furniture lines and without the headline repeated at its top."""
    kept: list[str] = []
    for block in re.split(r"\n\s*\n", markdown):
        plain = squeeze(re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_#>`]", r"\1", block)).replace("\\", "")
        repeated = not kept and plain.casefold() == headline.casefold()
        if plain and not repeated and not is_junk(plain):
            kept.append(_without_junk_lines(block))
    return "\n\n".join(block for block in kept if block.strip())


def _without_junk_lines(block: str) -> str:
    lines = block.strip("\n").split("\n")
    bare = (re.sub(r"!?\[([^\]]*)\]\([^)]*\)|[*_#>`\\]", r"\1", line) for line in lines)
    return "\n".join(line for line, plain in zip(lines, bare, strict=True) if not is_junk(squeeze(plain)))
