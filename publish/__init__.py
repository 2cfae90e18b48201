"""From a built site to where readers find it: checks, the gate, and the targets.

`publish_site` in `publish.publish` is the one door; manifests say what a site holds. Imports `record` alone.
"""
