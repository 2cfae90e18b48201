"""The verdict in words: what each outcome is called, the rule behind it, and the sentence that sums up a verdict."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from plugins.language.dates import date_words
from record.outcomes import Verdict

OUTCOME_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "proven": "terbukti berjalan",
        "silent": "jalan, lama tak terdengar",
        "promised": "diumumkan saja",
        "stopped": "berhenti",
        "unclear": "tidak jelas",
    }
)
OUTCOME_RULES: Mapping[str, str] = MappingProxyType(
    {
        "proven": "Ada sumber yang menunjukkannya diluncurkan atau berjalan dalam %(months)s bulan sebelum kabar "
        "terbaru dalam catatan ini.",
        "silent": "Ada sumber yang menunjukkannya diluncurkan atau berjalan, tetapi yang terbaru lebih tua dari "
        "%(months)s bulan. Mungkin masih berjalan; kami tidak tahu.",
        "promised": "Hanya diumumkan, direncanakan, atau dianggarkan; belum kami temukan sumber yang menunjukkannya "
        "berjalan.",
        "stopped": "Sumber terakhir menyebutnya berhenti, ditutup, atau diganti.",
        "unclear": "Dari sumber terakhir tidak dapat dipastikan mana yang berlaku, atau hanya diketahui bahwa ia "
        "berjalan sesudah suatu hari yang sudah lama lewat.",
    }
)
"""The rules of `record.outcomes` as `/metodologi/` prints them."""
SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "none": "belum ada janji atau layanan yang tercatat",
        "one": "satu janji atau layanan, %(parts)s; kabar terakhir %(day)s",
        "unheard": "%(total)s janji dan layanan; tak satu pun diberitakan sejak %(day)s",
        "unproven": "%(total)s janji dan layanan; tak satu pun terbukti berjalan sejak %(shown)s; "
        "kabar terakhir %(day)s",
        "unseen": "%(total)s janji dan layanan; tak satu pun pernah terbukti berjalan; kabar terakhir %(day)s",
        "all": "%(total)s janji dan layanan; semuanya terbukti berjalan; kabar terakhir %(day)s",
        "brief": "%(total)s janji dan layanan; %(proven)s terbukti berjalan; kabar terakhir %(day)s",
        "some": "%(total)s janji dan layanan; %(parts)s; kabar terakhir %(day)s",
    }
)
"""What sums up a verdict, by its form (`_form`)."""
PROVEN = "%(proven)s dari %(total)s terbukti berjalan"
COUNTED: Mapping[str, str] = MappingProxyType(
    {
        "proven": "%(count)s terbukti berjalan",
        "silent": "%(count)s jalan tetapi lama tak terdengar",
        "promised": "%(count)s diumumkan saja",
        "stopped": "%(count)s berhenti",
        "unclear": "%(count)s tidak jelas",
    }
)
"""So many of an outcome, within that sentence."""


def outcome_words(outcome: str) -> str:
    """What an outcome is called."""
    return OUTCOME_NAMES[outcome]


def verdict_words(
    verdict: Verdict, name: str = "", *, brief: bool = False, translate: Callable[[str], str] = str
) -> str:
    """The verdict in one sentence without its full stop: `Kota Bekasi: 11 janji dan layanan; tak satu pun …`.

    Without a `name` it begins with its first word, in lower case; in `brief` it counts only what is shown to run, as
    beside a bar whose key has all counts.
    """
    form = _form(verdict)
    parts = {
        "total": str(verdict.total),
        "proven": str(verdict.count("proven")),
        "day": date_words(verdict.day, verdict.precision, translate),
        "shown": date_words(verdict.shown, verdict.shown_precision, translate),
        "parts": _counts(verdict, translate),
    }
    words = translate(SENTENCES["brief" if brief and form == "some" else form]) % parts
    return f"{name}: {words}" if name else words


def proven_words(verdict: Verdict, translate: Callable[[str], str] = str) -> str:
    """How many are shown to run, in few words: `3 dari 9 terbukti berjalan`."""
    return translate(PROVEN) % {"proven": verdict.count("proven"), "total": verdict.total}


def _form(verdict: Verdict) -> str:
    """Which of the sentences fits."""
    proven = verdict.count("proven")
    if verdict.total < 2:
        return "one" if verdict.total else "none"
    if not verdict.is_of_late:
        return "unheard"
    if not proven:
        return "unproven" if verdict.shown else "unseen"
    return "all" if proven == verdict.total else "some"


def _counts(verdict: Verdict, translate: Callable[[str], str]) -> str:
    if verdict.total == 1:
        return translate(OUTCOME_NAMES[verdict.shares[0][0]])
    return ", ".join(translate(COUNTED[outcome]) % {"count": count} for outcome, count, _ in verdict.shares)
