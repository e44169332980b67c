"""The photo desk: list, page, bulk changes, near-duplicates, uploads, and where pictures are used."""
