"""The desk's page is rendered again when a proposal's item or its place's file changes: either may end its waiting."""

from plugins.model import keys
from plugins.model.load import load_record
from record.tray import Proposal
from record.urls import url_key
from tests.record.drafts import published, suggest


def test_what_waits_depends_on_the_items_and_places_of_proposals(content) -> None:
    item = published("Simpel Dibuka", places=("kota-bekasi",))
    suggest(content, item, Proposal("milestone", "launch", "Aplikasi diluncurkan."))
    record = load_record(content)
    with record.dependencies.tracking() as read:
        assert [entry.title for entry in record.waiting] == ["Simpel Dibuka"]
    assert {keys.SOURCE(url_key(item.source_url)), keys.PLACE.every, keys.INITIATIVES(), keys.TRAY()} <= read
