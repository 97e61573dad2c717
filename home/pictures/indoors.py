"""Motifs among people: the lift lobby, the table in the courtyard."""

from __future__ import annotations

import math

from home.pictures.canvas import Canvas, mix


def lobby(canvas: Canvas) -> None:
    """Two lifts, a lamp, a plant, somebody waiting."""
    rng, palette = canvas.rng, canvas.palette
    canvas.rect(0, 0, canvas.width, 760, mix(palette.wall, palette.sky_low, 0.25))
    for seam in range(0, canvas.width, 200):
        canvas.rect(seam, 110, seam + 3, 760, mix(palette.wall, palette.shade, 0.6))
    canvas.rect(0, 0, canvas.width, 110, mix(palette.wall, palette.shade, 0.35))
    canvas.rect(0, 104, canvas.width, 116, mix(palette.near, palette.wall, 0.35))
    canvas.rect(0, 760, canvas.width, canvas.height, mix(palette.shade, palette.ground, 0.35))
    for ray in range(-6, 24, 2):
        canvas.line([(ray * 100, 1000), (500 + ray * 36, 760)], mix(palette.shade, palette.wall, 0.35), 3)
    for y in (800, 862, 948):
        canvas.rect(0, y, canvas.width, y + 3, mix(palette.shade, palette.wall, 0.35))
    first = rng.uniform(330, 430)
    for x in (first, first + 420):
        _lift(canvas, x)
    canvas.glow(800, 120, 420, palette.disc, 0.35)
    for lamp in (430, 800, 1170):
        canvas.rect(lamp - 66, 96, lamp + 66, 116, mix(palette.disc, palette.wall, 0.4), round_by=8)
    _plant(canvas, first - 150, 800)
    _plant(canvas, first + 890, 800)
    for _ in range(rng.randint(1, 3)):
        canvas.person(rng.uniform(first - 40, first + 760), rng.uniform(880, 930), 210)


def _lift(canvas: Canvas, x: float) -> None:
    palette, rng = canvas.palette, canvas.rng
    frame, door = mix(palette.near, palette.leaf_dark, 0.35), mix(palette.far, palette.wall, 0.45)
    canvas.rect(x - 22, 300, x + 302, 762, frame, round_by=6)
    canvas.rect(x, 322, x + 280, 762, door)
    canvas.rect(x, 322, x + 60, 762, mix(door, palette.wall, 0.35))
    canvas.rect(x + 138, 322, x + 142, 762, frame)
    canvas.rect(x + 82, 244, x + 198, 286, mix(palette.leaf_dark, (30, 40, 46), 0.5), round_by=8)
    lit = rng.randint(0, 4)
    for lamp in range(5):
        colour = palette.warm if lamp == lit else mix(palette.leaf_dark, palette.far, 0.35)
        canvas.disc(x + 102 + lamp * 19, 265, 6, colour)
    canvas.rect(x + 330, 520, x + 354, 590, frame, round_by=6)
    canvas.disc(x + 342, 543, 6, palette.warm)
    canvas.disc(x + 342, 567, 6, mix(palette.far, palette.wall, 0.6))


def _plant(canvas: Canvas, x: float, foot: float) -> None:
    rng, palette = canvas.rng, canvas.palette
    canvas.shape(
        [(x - 52, foot - 90), (x + 52, foot - 90), (x + 38, foot), (x - 38, foot)],
        mix(palette.warm, palette.shade, 0.45),
    )
    for leaf in range(15):
        angle = math.pi * (0.12 + 0.76 * leaf / 14)
        reach = rng.uniform(150, 250)
        tip = (x + math.cos(angle) * reach * 0.7, foot - 90 - math.sin(angle) * reach)
        colour = mix(palette.leaf, palette.leaf_dark, rng.random())
        middle = ((x + tip[0]) / 2, (foot - 90 + tip[1]) / 2)
        canvas.shape([(x, foot - 90), (middle[0] - 15, middle[1]), tip, (middle[0] + 15, middle[1])], colour)


def party(canvas: Canvas) -> None:
    """Neighbours at a long table under bunting, in front of the houses."""
    rng, palette = canvas.rng, canvas.palette
    canvas.sun(rng.uniform(200, 1400), 200, 60)
    canvas.hills(560)
    for x in (40, 250, 1210, 1420):
        canvas.rect(x, 330, x + 150, 720, mix(palette.wall, palette.far, 0.25))
        for row in range(355, 690, 42):
            for column in (22, 62, 102):
                canvas.rect(
                    x + column, row, x + column + 24, row + 22, mix(palette.near, palette.sky_top, 0.5), round_by=2
                )
    canvas.ridge(740, 30, palette.ground)
    for _ in range(9):
        canvas.tree(rng.uniform(0, canvas.width), rng.uniform(728, 750), rng.uniform(80, 130))
    canvas.ridge(800, 24, mix(palette.ground, palette.wall, 0.35))
    _bunting(canvas, 150, 110)
    _bunting(canvas, 230, 90)
    for x in range(210, 1420, 118):
        canvas.person(x + rng.uniform(-16, 16), 868, rng.uniform(150, 176))
    _table(canvas)
    for x in (330, 640, 980, 1260):
        canvas.person(x + rng.uniform(-30, 30), 1040, rng.uniform(190, 220))


def _bunting(canvas: Canvas, start: float, sag: float) -> None:
    palette = canvas.palette
    colours = (palette.warm, palette.near, palette.leaf, palette.disc, palette.leaf_dark)
    string = [(x, start + sag * math.sin(math.pi * x / canvas.width)) for x in range(0, canvas.width + 1, 20)]
    canvas.line(string, mix(palette.shade, palette.near, 0.4), 3)
    for number, (x, y) in enumerate(string[1::3]):
        canvas.shape([(x - 20, y), (x + 20, y), (x, y + 46)], mix(colours[number % 5], palette.wall, 0.12))


def _table(canvas: Canvas) -> None:
    rng, palette = canvas.rng, canvas.palette
    canvas.rect(130, 850, 1470, 880, palette.wall, round_by=6)
    canvas.rect(130, 868, 1470, 930, mix(palette.wall, palette.shade, 0.5), round_by=6)
    for x in range(190, 1440, 74):
        dish = rng.choice((palette.warm, palette.leaf, palette.near, palette.disc))
        canvas.disc(x, 856, 27, mix(palette.wall, (255, 255, 255), 0.6), flat=0.3)
        canvas.disc(x, 851, 18, dish, flat=0.42)
