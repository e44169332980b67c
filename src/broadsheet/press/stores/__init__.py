"""Where finished pages are kept. Plain Python: the press writes here and the page server reads here."""
