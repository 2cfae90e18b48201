"""The HTML pages of the site and their pictures, structured data and stubs for addresses that moved."""
