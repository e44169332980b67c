"""What the words about a picture's rights say: for the photo room, plain Python and no Django."""

from broadsheet.core.rights.reading import NOTHING, Terms, read_terms

__all__ = ["NOTHING", "Terms", "read_terms"]
