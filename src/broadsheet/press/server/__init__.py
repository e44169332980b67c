"""The page server: a process of its own that gives readers finished pages and passes everything else to the app.

It imports no Django and shares no interpreter with it: inside a busy Django process the same pages lose 95 to 99 %
of their throughput, and with the app or the database gone every page stays up.
"""
