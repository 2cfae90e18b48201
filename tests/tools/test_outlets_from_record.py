from scrapers.sources import read_sources
from tests.tools.test_import_record import RECORD
from tools.outlets_from_record import sources_from_record


def test_a_record_gives_one_outlet_a_host(tmp_path) -> None:
    (tmp_path / "sources.toml").write_text(sources_from_record(RECORD), "utf-8")
    sources = read_sources(tmp_path / "sources.toml")
    assert {(outlet.id, outlet.channel[0].url) for outlet in sources.outlet} == {
        ("kabar-bekasi", "https://bekasi.example/feed/"),
        ("antara-kaltim", "https://kaltim.antaranews.com/rss/terkini.xml"),
    }
    assert not any(channel.verified for outlet in sources.outlet for channel in outlet.channel)
