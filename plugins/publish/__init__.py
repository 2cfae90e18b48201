"""Handing a built site to where readers find it: what is public, what may go there, and each kind of target."""
