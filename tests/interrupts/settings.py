"""Settings of the sites that are interrupted: without the plugins that take longest, and write files as others do."""

from pelicanconf import *  # noqa: F403
from pelicanconf import PLUGINS as ALL

PLUGINS = [name for name in ALL if name not in ("plugins.pages.social_pictures", "plugins.exports.ical")]
