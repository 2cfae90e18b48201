"""Pelican plugins of the site, one feature each."""
