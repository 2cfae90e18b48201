"""Every kind of dependency key of the record: one for each way in which content can change under a page.

Readers (`plugins.model.record`) and the code that reports changes (`plugins.model.load` for files, `plugins.model.news`
for news) build their keys with these, so that both sides cannot differ.
"""

from plugins.incremental.keys import declare

# One file each, or all files of a folder.
PLACE = declare("place")  # slug
INITIATIVE = declare("initiative")  # address
INITIATIVES_OF = declare("initiatives_of")  # slug of their place
INITIATIVES = declare("initiatives")
PROGRAMME = declare("programme")
PROGRAMME_PROSE = declare("programme_prose")
MEASURED = declare("measured")
CORRECTIONS = declare("corrections")
CORRECTION = declare("correction")  # address of the corrected page, or of the fact's own
CITATION = declare("citation")  # address
ARCHIVED = declare("archived")  # address
OUTAGES = declare("outages")
HEALTH = declare("health")
REFILED = declare("refiled")
TRANSLATIONS = declare("translations")
TRAY = declare("tray")
WAITING = declare("waiting")

# News, by what an item belongs to.
DRAFTS = declare("drafts")
ALL_NEWS = declare("all_news")
NEWS = declare("news")  # address
SOURCE = declare("source")  # `url_key` of the original's address
STORY = declare("story")  # id
MENTION = declare("mention")  # slug of the place that is only mentioned
NAMING = declare("naming")  # address of the initiative that is named
DATED = declare("dated")  # place, dimension, kind, year, month, as in `Narrowing`
UNDATED = declare("undated")  # the same
RECORDED = declare("recorded")  # place and dimension, as in `Narrowing`
