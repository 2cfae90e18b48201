"""What the site says and in which language: tables of Indonesian words, date forms, the English catalogues."""
