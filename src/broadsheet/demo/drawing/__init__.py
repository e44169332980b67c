"""The drawings of the demo newsroom: a maintainer's scripts, run by hand and never by the product.

`python -m broadsheet.demo.drawing` writes every SVG file again. It needs fontTools and brotli, which the lock
leaves out, because the words on maps and charts are drawn as outlines: the machine that shows them may have no fonts.
"""
