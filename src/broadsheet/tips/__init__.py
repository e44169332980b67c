"""Tips from readers. For now a plain contact address; the sealed form has an issue of its own."""
