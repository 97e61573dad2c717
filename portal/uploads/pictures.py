"""Drawing a picture anew: what is stored holds pixels and nothing else."""

import io
from dataclasses import dataclass

import pillow_heif
from PIL import Image, ImageOps, UnidentifiedImageError

pillow_heif.register_heif_opener()

MAX_PIXELS = 60_000_000
FULL_SIDE = 2048
THUMB_SIDE = 480
# Exactly what is decoded: Pillow opens many formats that nobody sends and few have tested.
FORMATS = ("JPEG", "PNG", "GIF", "WEBP", "HEIF", "AVIF")


class NotAPicture(Exception):
    """The bytes are no picture of a kind that is taken, or a damaged one."""


class TooManyPixels(Exception):
    """The picture would need more memory than it is worth."""


@dataclass(frozen=True, slots=True)
class Drawn:
    data: bytes
    width: int
    height: int


def redraw(data: bytes) -> tuple[Drawn, Drawn]:
    """(full, thumb) as JPEG — as WebP where it has transparency — upright, without metadata.

    Pixels are counted from the header, before anything is decoded. Of moving pictures the first
    frame stays. Raises NotAPicture or TooManyPixels.
    """
    try:
        with Image.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise TooManyPixels
            opened.draft("RGB", (FULL_SIDE, FULL_SIDE))
            picture = ImageOps.exif_transpose(opened)
            picture = picture.convert("RGBA" if _is_transparent(picture) else "RGB")
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, Image.DecompressionBombError) as problem:
        raise NotAPicture from problem
    return _encode(picture, FULL_SIDE), _encode(picture, THUMB_SIDE)


def _is_transparent(picture: Image.Image) -> bool:
    return picture.mode in {"RGBA", "LA", "PA"} or "transparency" in picture.info


def _encode(picture: Image.Image, side: int) -> Drawn:
    # A fresh image of the pixels: `info` (EXIF, XMP, comments, profiles) stays behind.
    bare = Image.new(picture.mode, picture.size)
    bare.paste(picture)
    bare.thumbnail((side, side), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    if bare.mode == "RGBA":
        bare.save(out, "WEBP", quality=82)
    else:
        bare.save(out, "JPEG", quality=82, optimize=True, progressive=True)
    return Drawn(out.getvalue(), bare.width, bare.height)
