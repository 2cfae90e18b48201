"""What programs read of the site: feeds, open data, calendar, sitemap, HTTP headers.

Each Pelican plugin here adds its own files to the output; `feed_formats`, `tables` and `table_rows` are what they use.
"""
