"""Motifs under the sky: towers, the garden behind the moon gate, lanterns, the lake."""

from __future__ import annotations

import math

from PIL import Image, ImageDraw

from home.pictures.canvas import _SCALE, Canvas, Colour, mix


def towers(canvas: Canvas) -> None:
    """The estate from the park: a few houses, trees at their feet, a path that leads in."""
    rng, palette = canvas.rng, canvas.palette
    canvas.sun(rng.uniform(0.15, 0.85) * canvas.width, rng.uniform(170, 280), rng.uniform(55, 80))
    canvas.hills(620)
    x = rng.uniform(60, 160)
    while x < canvas.width - 160:
        width = rng.uniform(130, 190)
        _house(canvas, x, rng.uniform(210, 430), width, 800)
        x += width + rng.uniform(26, 90)
    canvas.ridge(830, 30, mix(palette.ground, palette.leaf, 0.25))
    for _ in range(11):
        canvas.tree(rng.uniform(0, canvas.width), rng.uniform(810, 850), rng.uniform(70, 120))
    canvas.ridge(900, 40, palette.ground)
    middle = rng.uniform(500, 1100)
    canvas.shape([(middle - 16, 872), (middle + 16, 872), (middle + 190, 1000), (middle - 190, 1000)], palette.wall)
    canvas.shrubs(1000, 60, 9)
    for _ in range(rng.randint(2, 3)):
        canvas.person(middle + rng.uniform(-70, 70), rng.uniform(925, 965), 62)


def _house(canvas: Canvas, x: float, top: float, width: float, foot: float) -> None:
    rng, palette = canvas.rng, canvas.palette
    wall = mix(palette.wall, palette.far, rng.uniform(0, 0.22))
    canvas.rect(x, top, x + width, foot, wall)
    canvas.rect(x + width * 0.72, top, x + width, foot, mix(wall, palette.shade, 0.75))
    canvas.rect(x - 5, top - 12, x + width + 5, top, mix(palette.near, palette.wall, 0.25))
    canvas.rect(x + width * 0.3, top - 44, x + width * 0.62, top - 12, mix(wall, palette.shade, 0.6))
    columns, gap = 4, width / 4.6
    glass = mix(palette.near, palette.sky_top, 0.45)
    row = top + 26
    while row < foot - 60:
        for column in range(columns):
            left = x + width * 0.1 + column * gap
            lit = rng.random() < 0.14
            canvas.rect(left, row, left + gap * 0.55, row + 20, palette.warm if lit else glass, round_by=2)
        canvas.rect(x, row + 27, x + width * 0.72, row + 29, mix(wall, palette.shade, 0.5))
        row += 40


def garden(canvas: Canvas) -> None:
    """A white wall with a moon gate; behind it water, a hill and a pavilion; bamboo before it."""
    rng, palette = canvas.rng, canvas.palette
    centre, middle, radius = rng.uniform(640, 960), 540.0, 290.0
    view = _view_through(canvas)
    canvas.tree(rng.uniform(150, 400), 372, 200)
    canvas.tree(rng.uniform(1200, 1450), 380, 220)
    canvas.rect(0, 200, canvas.width, 860, palette.wall)
    canvas.rect(0, 186, canvas.width, 214, mix(palette.near, palette.leaf_dark, 0.6))
    for at in range(0, canvas.width, 26):
        canvas.disc(at + 13, 214, 12, mix(palette.near, palette.leaf_dark, 0.75), flat=0.8)
    canvas.rect(0, 815, canvas.width, 860, mix(palette.wall, palette.shade, 0.8))
    canvas.disc(centre, middle, radius + 22, mix(palette.shade, palette.near, 0.4))
    mask = Image.new("L", canvas.sheet.size, 0)
    box = (centre - radius, middle - radius, centre + radius, middle + radius)
    ImageDraw.Draw(mask).ellipse([value * _SCALE for value in box], fill=255)
    canvas.sheet.paste(view, (0, 0), mask)
    canvas.rect(0, 860, canvas.width, canvas.height, palette.ground)
    for step, (y, size) in enumerate(((880, 60), (914, 86), (962, 124))):
        canvas.disc(centre + rng.uniform(-24, 24) + step * 6, y, size, mix(palette.shade, palette.wall, 0.5), flat=0.24)
    _bamboo(canvas, 60 if centre > 800 else canvas.width - 330)
    canvas.shrubs(1000, 70, 7)


def _view_through(canvas: Canvas) -> Image.Image:
    """The scene behind the gate, drawn on a sheet of its own."""
    behind = Canvas(canvas.width, canvas.height, canvas.palette, canvas.rng)
    behind.sun(canvas.rng.uniform(600, 1000), 380, 46)
    behind.hills(560)
    _pavilion(behind, canvas.rng.uniform(720, 900), 660, 150)
    behind.rect(0, 660, canvas.width, canvas.height, mix(canvas.palette.sky_low, canvas.palette.far, 0.45))
    _ripples(behind, 680, 850, 26)
    for _ in range(5):
        behind.tree(canvas.rng.uniform(450, 1150), 668, canvas.rng.uniform(50, 95))
    return behind.sheet


def _pavilion(canvas: Canvas, x: float, foot: float, size: float) -> None:
    roof, post = mix(canvas.palette.leaf_dark, canvas.palette.near, 0.3), mix(canvas.palette.warm, (90, 60, 50), 0.55)
    for side in (-0.36, -0.12, 0.12, 0.36):
        canvas.rect(x + side * size - 3, foot - size * 0.6, x + side * size + 3, foot, post)
    canvas.shape(
        [(x - size * 0.68, foot - size * 0.55), (x, foot - size * 1.1), (x + size * 0.68, foot - size * 0.55),
         (x + size * 0.4, foot - size * 0.64), (x - size * 0.4, foot - size * 0.64)], roof,
    )  # fmt: skip
    canvas.disc(x, foot - size * 1.1, size * 0.05, roof)


def _bamboo(canvas: Canvas, left: float) -> None:
    rng, palette = canvas.rng, canvas.palette
    for _ in range(8):
        x, lean, colour = (
            left + rng.uniform(0, 270),
            rng.uniform(-26, 26),
            mix(palette.leaf, palette.leaf_dark, rng.random()),
        )
        canvas.line([(x, 1000), (x + lean, 60)], colour, rng.uniform(6, 10))
        for joint in range(120, 960, 105):
            at = x + lean * (1000 - joint) / 940
            canvas.line([(at - 7, joint), (at + 7, joint)], mix(colour, palette.wall, 0.5), 2.5)
        for _ in range(9):
            y = rng.uniform(70, 620)
            at, reach = x + lean * (1000 - y) / 940, rng.choice((-1, 1)) * rng.uniform(46, 90)
            canvas.shape([(at, y), (at + reach * 0.5, y + 8), (at + reach, y + 44), (at + reach * 0.4, y + 24)], colour)


def water(canvas: Canvas) -> None:
    """The lake of the estate: houses and hills beyond, their reflection, a willow."""
    rng, palette = canvas.rng, canvas.palette
    sun_at = rng.uniform(400, 1200)
    canvas.sun(sun_at, 260, 66)
    canvas.hills(500)
    for x in (120, 280, 1180, 1350):
        _house(canvas, x + rng.uniform(-30, 30), rng.uniform(300, 400), 112, 590)
    for _ in range(14):
        canvas.tree(rng.uniform(0, canvas.width), 598, rng.uniform(40, 80))
    _pavilion(canvas, rng.uniform(660, 960), 606, 170)
    shore = 600
    above = canvas.sheet.crop((0, (shore - 320) * _SCALE, canvas.sheet.width, shore * _SCALE))
    mirrored = above.transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((canvas.sheet.width, 400 * _SCALE))
    tint = Image.new("RGB", mirrored.size, mix(palette.far, palette.sky_low, 0.5))
    canvas.sheet.paste(Image.blend(mirrored, tint, 0.6), (0, shore * _SCALE))
    canvas.rect(0, shore - 4, canvas.width, shore + 4, mix(palette.leaf_dark, palette.ground, 0.5))
    _ripples(canvas, 615, 1000, 70)
    _willow(canvas, rng.choice((-20, canvas.width - 360)))


def _ripples(canvas: Canvas, top: float, bottom: float, many: int) -> None:
    light = mix(canvas.palette.sky_low, canvas.palette.wall, 0.6)
    for _ in range(many):
        y = canvas.rng.uniform(top, bottom)
        x, reach = canvas.rng.uniform(0, canvas.width), canvas.rng.uniform(30, 170) * (0.4 + (y - top) / (bottom - top))
        canvas.rect(x, y, x + reach, y + 2.4, light, round_by=1)


def _willow(canvas: Canvas, left: float) -> None:
    rng, palette = canvas.rng, canvas.palette
    for _ in range(26):
        x, length, sway = left + rng.uniform(0, 380), rng.uniform(180, 560), rng.uniform(-30, 30)
        colour = mix(palette.leaf, palette.leaf_dark, rng.uniform(0, 0.8))
        path = [(x + sway * (t / 10) ** 2, -10 + length * t / 10) for t in range(11)]
        canvas.line(path, colour, 2.2)
        for at_x, at_y in path[2:]:
            side = rng.choice((-1, 1))
            canvas.shape([(at_x, at_y - 8), (at_x + side * 11, at_y + 6), (at_x + side * 3, at_y + 16)], colour)


def lanterns(canvas: Canvas) -> None:
    """A festival evening: lanterns over the courtyard, windows lit, the moon."""
    rng, palette = canvas.rng, canvas.palette
    canvas.sun(rng.uniform(900, 1350), 190, 70)
    canvas.hills(700)
    for x in range(-40, canvas.width, 230):
        _house(canvas, x + rng.uniform(0, 60), rng.uniform(420, 560), 150, 860)
    canvas.ridge(880, 26, mix(palette.ground, palette.leaf_dark, 0.4))
    for _ in range(8):
        canvas.tree(rng.uniform(0, canvas.width), 880, rng.uniform(70, 110))
    for _ in range(7):
        canvas.person(rng.uniform(120, 1480), rng.uniform(930, 985), 84)
    for start, sag in ((rng.uniform(40, 110), 130), (rng.uniform(190, 260), 170)):
        string = [(x, start + sag * math.sin(math.pi * x / canvas.width)) for x in range(0, canvas.width + 1, 40)]
        canvas.line(string, mix(palette.shade, palette.near, 0.3), 3)
        for x, y in string[2:-1:4]:
            _lantern(canvas, x + rng.uniform(-16, 16), y, rng.uniform(44, 58))


def _lantern(canvas: Canvas, x: float, y: float, size: float) -> None:
    warm: Colour = canvas.palette.warm
    deep = mix(warm, (176, 92, 44), 0.6)
    canvas.glow(x, y + size * 1.1, size * 3, warm, 0.5)
    canvas.line([(x, y), (x, y + size * 0.4)], deep, 3)
    canvas.disc(x, y + size * 1.1, size, mix(warm, deep, 0.25), flat=0.78)
    for share in (0.62, 0.28):
        canvas.disc(x, y + size * 1.1, size * share, mix(warm, (255, 236, 190), 0.75 - share), flat=0.78 / share)
    canvas.rect(x - size * 0.4, y + size * 0.26, x + size * 0.4, y + size * 0.42, deep, round_by=3)
    canvas.rect(x - size * 0.4, y + size * 1.78, x + size * 0.4, y + size * 1.94, deep, round_by=3)
    for tassel in (-6, 0, 6):
        canvas.line([(x + tassel, y + size * 1.94), (x + tassel, y + size * 2.6)], warm, 2)
