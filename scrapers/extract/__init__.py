"""Pure: bytes and an address in, an article out."""
