"""What programs read of the site: feeds, open data, calendar, sitemap, headers for hosts."""
