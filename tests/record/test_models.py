from record.models import Place, government_hosts
from tests.conftest import PLACES, place


def test_government_hosts_are_those_of_websites_and_of_government_outlets() -> None:
    outlets = [
        {"name": "Diskominfo", "url": "https://diskominfo.bekasi.example/", "kind": "government"},
        {"name": "Kabar", "url": "https://kabar.example/", "kind": "local"},
    ]
    changes = {"website": "https://www.bekasi.example", "outlet": outlets}
    bekasi = Place.model_validate(place(*PLACES[0]).model_dump() | changes)
    once = (entry for entry in (bekasi, place(*PLACES[1])))
    assert government_hosts(once) == {"www.bekasi.example", "diskominfo.bekasi.example"}
