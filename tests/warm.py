"""Has the process whose forks run commands load and compile what each of them would else load and compile again.

Nothing here has state: tables, regular expressions, models, a language's words. What is made of a test's own files
stays for the fork.
"""

import gc

from babel import Locale

from record.models import Place
from scrapers import gazetteer
from scrapers.extract.article import extract
from tests.conftest import FETCHED, PLACES, article, place

gazetteer.load()
for row in PLACES:
    Place.model_validate(place(*row).model_dump())
extract(str(article("Pusat kendali dibuka").body).encode(), "https://kabar.example/berita/1", fetched=FETCHED)
for language in ("id", "en"):
    assert Locale.parse(language).date_formats
# A fork copies each object that its garbage collector looks at: it passes over those that are there by now.
gc.freeze()
