"""Turns folders of facts, `record` and `record2`, into `content/`: one module a kind of thing, one ledger a folder.

`tools.import_record` is the way in. What no row of a record says (who judged, what was read wrongly) is data of the
site and stands in `content/import.toml` (`tools.importing.guidance`).
"""
