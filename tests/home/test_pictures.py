from io import BytesIO

import pytest
from PIL import Image

from home.pictures import HEIGHT, MOTIFS, WIDTH, landscape, motif_of


def test_landscape_is_the_same_every_time():
    assert landscape(3, "园林改造完成") == landscape(3, "园林改造完成")


def test_landscape_differs_by_seed():
    assert landscape(1, motif="garden") != landscape(2, motif="garden")


@pytest.mark.parametrize("motif", MOTIFS)
def test_landscape_of_each_motif_is_a_full_picture(motif):
    picture = Image.open(BytesIO(landscape(1, motif=motif)))

    assert (picture.format, picture.size) == ("JPEG", (WIDTH, HEIGHT))
    assert len(picture.convert("P", palette=Image.Palette.ADAPTIVE).getcolors()) > 100


@pytest.mark.parametrize(
    ("title", "motif"),
    [("电梯更换完成", "lobby"), ("元宵灯会", "lanterns"), ("三期封顶", "towers"), ("water", "water")],
)
def test_motif_follows_the_title(title, motif):
    assert motif_of(1, title) == motif
