"""What a run wrote."""

from pathlib import Path

from record.item import Item, loads


def items(content: Path) -> dict[str, Item]:
    """The items of a content folder by title."""
    return {
        item.title: item for path in content.glob("news/*/*/*.md") for item in [loads(path.read_text("utf-8"), path)]
    }
