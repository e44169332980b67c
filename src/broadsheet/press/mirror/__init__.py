"""The copy of the page store and of the public pictures that a machine serves from, where the store is shared."""
