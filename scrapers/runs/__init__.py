"""What `python -m scrapers` runs from end to end: collect, reprocess the evidence, check cited addresses."""
