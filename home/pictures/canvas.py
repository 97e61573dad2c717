"""Paper, colours, and the strokes that all motifs share. Lengths are in final pixels."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageChops, ImageDraw, ImageFilter

type Colour = tuple[int, int, int]
type Point = tuple[float, float]

# Drawn larger and shrunk, so that edges are smooth.
_SCALE = 2
_HAIR = ((58, 52, 52), (84, 72, 66), (168, 166, 164))


@dataclass(frozen=True, slots=True)
class Palette:
    """One light of one day. `fits` are the motifs that look right in it."""

    sky_top: Colour
    sky_low: Colour
    disc: Colour
    far: Colour
    near: Colour
    ground: Colour
    wall: Colour
    shade: Colour
    leaf: Colour
    leaf_dark: Colour
    warm: Colour
    fits: frozenset[str]


_DAY = frozenset({"towers", "garden", "lobby", "water", "party"})
_DUSK = frozenset({"towers", "garden", "water", "party", "lanterns"})
_NIGHT = frozenset({"lanterns"})

PALETTES = (
    Palette(  # morning: warm paper, celadon hills
        (222, 234, 230), (249, 243, 230), (252, 226, 178), (186, 208, 203), (136, 174, 167), (203, 215, 196),
        (250, 247, 240), (222, 216, 203), (124, 163, 138), (76, 118, 104), (226, 164, 96), _DAY,
    ),
    Palette(  # clear noon
        (186, 214, 222), (238, 244, 240), (255, 248, 228), (170, 198, 203), (112, 158, 158), (190, 208, 180),
        (252, 250, 245), (216, 214, 205), (112, 156, 122), (66, 108, 92), (232, 176, 110), _DAY,
    ),
    Palette(  # late light
        (206, 196, 204), (250, 222, 190), (255, 214, 150), (190, 176, 182), (134, 134, 150), (196, 184, 168),
        (246, 234, 218), (204, 188, 176), (122, 138, 118), (70, 88, 88), (236, 166, 92), _DUSK,
    ),
    Palette(  # after rain
        (198, 210, 212), (230, 234, 228), (240, 240, 228), (176, 194, 196), (122, 152, 154), (184, 198, 186),
        (244, 243, 238), (206, 208, 202), (104, 144, 126), (60, 98, 92), (220, 166, 104), _DAY,
    ),
    Palette(  # lantern night
        (24, 34, 52), (62, 78, 98), (244, 226, 182), (50, 66, 86), (36, 52, 70), (44, 58, 66),
        (214, 206, 190), (120, 122, 124), (58, 84, 80), (34, 54, 58), (242, 178, 92), _NIGHT,
    ),
)  # fmt: skip


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other colour in the one."""
    return tuple(round(a + (b - a) * share) for a, b in zip(one, other, strict=True))  # type: ignore[return-value]


class Canvas:
    """A sheet with a sky on it, a pen, and the dice of this picture."""

    def __init__(self, width: int, height: int, palette: Palette, rng: random.Random) -> None:
        self.width, self.height = width, height
        self.palette, self.rng = palette, rng
        self.sheet = Image.new("RGB", (width * _SCALE, height * _SCALE))
        self.pen = ImageDraw.Draw(self.sheet, "RGBA")
        self._sky()

    # ── strokes ──
    def rect(self, left: float, top: float, right: float, bottom: float, fill: Colour, *, round_by: float = 0) -> None:
        box = [value * _SCALE for value in (left, top, max(right, left), max(bottom, top))]
        self.pen.rounded_rectangle(box, radius=round_by * _SCALE, fill=fill)

    def disc(self, x: float, y: float, radius: float, fill: Colour, *, flat: float = 1.0) -> None:
        box = (x - radius, y - radius * flat, x + radius, y + radius * flat)
        self.pen.ellipse([value * _SCALE for value in box], fill=fill)

    def shape(self, points: Sequence[Point], fill: Colour) -> None:
        self.pen.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def line(self, points: Sequence[Point], fill: Colour, width: float) -> None:
        path = [(x * _SCALE, y * _SCALE) for x, y in points]
        self.pen.line(path, fill=fill, width=round(width * _SCALE), joint="curve")

    def glow(self, x: float, y: float, radius: float, colour: Colour, strength: float) -> None:
        """Soft light around a lamp or the sun."""
        side = round(radius * 2)
        spot = Image.new("L", (side, side), 0)
        ImageDraw.Draw(spot).ellipse([side * 0.25, side * 0.25, side * 0.75, side * 0.75], fill=round(255 * strength))
        spot = spot.filter(ImageFilter.GaussianBlur(radius / 4)).resize((side * _SCALE, side * _SCALE))
        at = (round((x - radius) * _SCALE), round((y - radius) * _SCALE))
        self.sheet.paste(Image.new("RGB", spot.size, colour), at, spot)

    # ── scenery ──
    def _sky(self) -> None:
        top, low = self.palette.sky_top, self.palette.sky_low
        rows = self.sheet.height
        for row in range(rows):
            share = min(1.0, row / rows * 1.25)
            self.pen.line([(0, row), (self.sheet.width, row)], fill=mix(top, low, share))

    def sun(self, x: float, y: float, radius: float) -> None:
        self.glow(x, y, radius * 3.2, self.palette.disc, 0.55)
        self.disc(x, y, radius, self.palette.disc)

    def ridge(self, level: float, height: float, colour: Colour) -> None:
        """A line of hills across the sheet, its foot below the picture."""
        waves = [
            (self.rng.uniform(0.6, 3.2), self.rng.uniform(0, math.tau), self.rng.uniform(0.3, 1)) for _ in range(4)
        ]
        total = sum(weight for _, _, weight in waves)
        points: list[Point] = []
        for step in range(81):
            share = step / 80
            lift = sum(weight * math.sin(share * math.tau * speed + start) for speed, start, weight in waves)
            points.append((share * self.width, level - height * (lift / total + 1) / 2))
        self.shape([*points, (self.width, self.height), (0, self.height)], colour)

    def hills(self, level: float) -> None:
        far, near, sky = self.palette.far, self.palette.near, self.palette.sky_low
        for at, height, colour in ((0, 190, mix(far, sky, 0.45)), (55, 150, far), (105, 110, mix(far, near, 0.5))):
            self.ridge(level + at, height, colour)

    def tree(self, x: float, foot: float, size: float) -> None:
        """A round crown of a few clouds of leaves on a thin trunk."""
        leaf, dark = self.palette.leaf, self.palette.leaf_dark
        self.line([(x, foot), (x, foot - size * 0.9)], mix(dark, (60, 48, 40), 0.4), max(2, size * 0.05))
        for _ in range(5):
            offset, lift = self.rng.uniform(-0.32, 0.32) * size, self.rng.uniform(0.75, 1.2) * size
            colour = mix(leaf, dark, self.rng.uniform(0.1, 0.7))
            self.disc(x + offset, foot - lift, size * self.rng.uniform(0.24, 0.36), colour)
        self.disc(x - size * 0.1, foot - size * 1.12, size * 0.2, mix(leaf, self.palette.disc, 0.35))

    def shrubs(self, foot: float, size: float, many: int) -> None:
        for _ in range(many):
            x = self.rng.uniform(-20, self.width + 20)
            colour = mix(self.palette.leaf, self.palette.leaf_dark, self.rng.random())
            self.disc(x, foot, size * self.rng.uniform(0.5, 1.1), colour, flat=0.62)

    def person(self, x: float, foot: float, size: float) -> None:
        """Somebody, as a head and a coat: nobody in particular."""
        coats = (
            self.palette.near,
            self.palette.warm,
            self.palette.leaf,
            mix(self.palette.leaf_dark, self.palette.near, 0.4),
        )
        dark = self.palette.fits == _NIGHT
        coat = mix(self.rng.choice(coats), self.palette.wall, 0.35 if dark else 0)
        self.rect(x - size * 0.2, foot - size * 0.7, x + size * 0.2, foot, coat, round_by=size * 0.18)
        head, radius = foot - size * 0.83, size * 0.15
        self.disc(x, head, radius, (236, 208, 182))
        box = (x - radius * 1.06, head - radius * 1.1, x + radius * 1.06, head + radius * 0.9)
        tilt = self.rng.choice((-16, 0, 16))
        self.pen.chord([value * _SCALE for value in box], 184 + tilt, 356 + tilt, fill=self.rng.choice(_HAIR))

    def finished(self) -> Image.Image:
        """Shrunk, with the faint grain of paper."""
        picture = self.sheet.resize((self.width, self.height), Image.Resampling.LANCZOS)
        grain = Image.frombytes("L", (200, 125), self.rng.randbytes(200 * 125)).resize(
            picture.size, Image.Resampling.BICUBIC
        )
        faint = grain.point(lambda value: 250 + value // 52).convert("RGB")
        return ImageChops.multiply(picture, faint)
