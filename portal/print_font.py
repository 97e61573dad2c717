"""The Chinese font of what we print, small enough to travel inside each file.

A PDF that only names its font looks different on every machine, and is blank on some printers. So the
characters that one file needs are taken out of Noto Sans SC, and drawn anew as the curves that the PDF
writer can embed (the font's own are of a kind that it can't).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from secrets import token_hex
from typing import Any

import pylopdf_fonts_zh_cn
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont, newTable
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont as PrintFont

# In thousandths of the letter's size: finer than any printer's dot at the sizes of a letter.
_OFF_AT_MOST = 1.0


@contextmanager
def font_for(text: str) -> Iterator[str]:
    """A font's name for `canvas.setFont`, good for the characters of `text` until the canvas is saved."""
    name = f"print-{token_hex(6)}"
    # Past `registerFont`, which takes two fonts of one face for one: the second file would lack its characters.
    pdfmetrics._fonts[name] = PrintFont(name, BytesIO(_font_of(text)))
    try:
        yield name
    finally:
        del pdfmetrics._fonts[name]


def _font_of(text: str) -> bytes:
    """A TrueType file with these characters and nothing else. What the font doesn't have is drawn as an empty box."""
    with TTFont(pylopdf_fonts_zh_cn.sans_path(), lazy=True) as font:
        wanted = Subsetter(Options(layout_features=[], hinting=False, notdef_outline=True))
        wanted.populate(text=f"{text} ")
        wanted.subset(font)
        _draw_anew(font)
        file = BytesIO()
        font.save(file)
    return file.getvalue()


def _draw_anew(font: TTFont) -> None:
    """Cubic outlines become quadratic ones, in the tables where TrueType keeps them."""
    order, shapes = font.getGlyphOrder(), font.getGlyphSet()
    glyphs: Any = newTable("glyf")
    glyphs.glyphOrder, glyphs.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(shapes)
        shapes[name].draw(Cu2QuPen(pen, _OFF_AT_MOST, reverse_direction=True))
        glyphs[name] = pen.glyph()
    font["glyf"], font["loca"] = glyphs, newTable("loca")
    for name in order:
        glyphs[name].recalcBounds(glyphs)
        font["hmtx"][name] = (font["hmtx"][name][0], glyphs[name].xMin if glyphs[name].numberOfContours else 0)
    most: Any = font["maxp"]
    most.tableVersion = 0x00010000
    # What programs inside glyphs would need: there are none.
    most.maxZones = 1
    for of in ("TwilightPoints", "Storage", "FunctionDefs", "InstructionDefs", "StackElements", "SizeOfInstructions"):
        setattr(most, f"max{of}", 0)
    most.maxComponentElements = most.maxComponentDepth = 0
    font["post"].formatType = 3.0
    del font["CFF "]
    if "VORG" in font:
        del font["VORG"]
    font.sfntVersion = "\x00\x01\x00\x00"
