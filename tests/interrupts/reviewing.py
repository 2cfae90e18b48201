"""`invoke review` as a module with a `main`, with an editor who decides by what is shown."""

import io
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

from record.items import Items
from record.review import Review
from record.tray import Proposal
from record.undo import UndoLog
from tests.record.drafts import draft, published, suggest
from tools.review_terminal import Terminal

MOU, APP = Proposal("milestone", "mou", "MoU diteken."), Proposal("initiative", "app", "Aplikasi diluncurkan.")
BEKASI = ("kota-bekasi",)
KEYS = {
    "Taman Dibuka": "a",
    "Pasar Terbakar": "r",
    "Jalan Layang Ditutup": "p",
    "Sekolah Daring Dimulai": "d",
    "Alun-alun Bersih": "s",
    "Nota Diteken": "a",
}
"""What the editor presses, by the title that is shown."""


def prepare(content: Path) -> None:
    """Have one entry of each kind wait in `content`."""
    items = Items(content)
    for title, facts in (
        ("Taman Dibuka", {}),
        ("Pasar Terbakar", {}),
        ("Jalan Layang Ditutup", {}),
        ("Sekolah Daring Dimulai", {"review": "no-date", "date": None}),
        ("Alun-alun Bersih", {}),
    ):
        items.add(draft(title, **facts))
    items.add(published("Alun-alun Bersih Sekali"))
    suggest(content, published("Nota Diteken", places=BEKASI), MOU, APP)


def opened(content: Path) -> Review:
    """A review that notes its decisions beside `content`."""
    return Review(content, undo=UndoLog(content.with_name("undo"), content))


def main(arguments: Sequence[str]) -> None:
    """Review the content folder named in `arguments` to its end."""
    shown = io.StringIO()
    review = opened(Path(arguments[0]))

    def key() -> str:
        text = shown.getvalue()
        if text.splitlines()[-1].startswith("Press the number"):
            return "1"
        if text.splitlines()[-1].startswith("That was all"):
            return "q"
        _, title = max((text.rfind(title), title) for title in KEYS)
        return KEYS[title]

    def ask(question: str) -> str:
        answers = {"date": "2021-02-03", "places": "kota-bekasi", "name": "Aplikasi Nota"}
        return next((answer for word, answer in answers.items() if word in question), "Kota Bekasi menekennya.")

    Terminal(review, Console(file=shown, width=200), key, ask).run()
