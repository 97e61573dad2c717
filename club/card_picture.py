"""The member card as a picture that can be kept among the photos of a telephone."""

from functools import cache
from io import BytesIO
from pathlib import Path

import segno
from PIL import Image, ImageDraw, ImageFont

from club.models import TierColour

WIDTH, HEIGHT = 900, 1350
_QR_SIDE = 520
_INK = (28, 36, 44)
_PAPER = (252, 249, 242)
# Top and bottom of the wash behind each tier's card.
_WASHES = {
    TierColour.BAMBOO: ((47, 122, 108), (24, 74, 70)),
    TierColour.ORCHID: ((120, 98, 158), (70, 56, 110)),
    TierColour.CHRYSANTHEMUM: ((168, 122, 44), (110, 74, 26)),
    TierColour.PLUM: ((60, 70, 92), (26, 32, 50)),
}
# Where distributions keep a font with Chinese glyphs; (file, face of Simplified Chinese in it).
_FONTS = (
    ("/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc", 2),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc", 2),
    ("/usr/share/fonts/google-noto-cjk/NotoSerifCJK-Bold.ttc", 2),
    ("/usr/share/fonts/noto-cjk/NotoSansCJK-Bold.ttc", 2),
    ("/System/Library/Fonts/PingFang.ttc", 0),
    ("C:/Windows/Fonts/msyhbd.ttc", 0),
)


def card_png(*, number: str, payload: str, name: str, tier: str, club: str, colour: str) -> bytes:
    """PNG of the card: club and tier, QR on white, name, number in groups of four.

    Where the machine has no Chinese font, words that need one are left out: number and QR never are.
    """
    picture = _wash(TierColour(colour))
    draw = ImageDraw.Draw(picture)
    _write(draw, (70, 84), club, 46, anchor="la")
    _write(draw, (WIDTH - 70, 92), tier, 38, anchor="ra")
    margin = (WIDTH - _QR_SIDE - 80) // 2
    top = 230
    draw.rounded_rectangle((margin, top, WIDTH - margin, top + _QR_SIDE + 80), radius=36, fill="white")
    picture.paste(_qr(payload), (margin + 40, top + 40))
    _write(draw, (WIDTH // 2, 960), name, 62, anchor="ma")
    grouped = " ".join(number[start : start + 4] for start in range(0, len(number), 4))
    _write(draw, (WIDTH // 2, 1090), grouped, 58, anchor="ma")
    kept = BytesIO()
    picture.save(kept, "PNG", optimize=True)
    return kept.getvalue()


def _wash(colour: TierColour) -> Image.Image:
    upper, lower = _WASHES[colour]
    column = Image.new("RGB", (1, HEIGHT))
    for y in range(HEIGHT):
        share = y / HEIGHT
        column.putpixel((0, y), tuple(round(a + (b - a) * share) for a, b in zip(upper, lower, strict=True)))
    picture = column.resize((WIDTH, HEIGHT))
    draw = ImageDraw.Draw(picture, "RGBA")
    # A round window, as in a courtyard wall.
    draw.ellipse((WIDTH - 420, HEIGHT - 420, WIDTH + 160, HEIGHT + 160), outline=(255, 255, 255, 36), width=26)
    return picture


def _qr(payload: str) -> Image.Image:
    drawn = BytesIO()
    segno.make(payload, error="m", micro=False).save(drawn, kind="png", scale=12, border=0, dark=_INK, light="white")
    drawn.seek(0)
    return Image.open(drawn).convert("RGB").resize((_QR_SIDE, _QR_SIDE), Image.Resampling.NEAREST)


def _write(draw: ImageDraw.ImageDraw, at: tuple[int, int], text: str, size: int, *, anchor: str) -> None:
    font, chinese = _font(size)
    if chinese or text.isascii():
        draw.text(at, text, font=font, fill=_PAPER, anchor=anchor)


@cache
def _font(size: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, bool]:
    """A font of that size, and whether it has Chinese glyphs."""
    for file, face in _FONTS:
        if Path(file).exists():
            return ImageFont.truetype(file, size, index=face), True
    return ImageFont.load_default(size), False
