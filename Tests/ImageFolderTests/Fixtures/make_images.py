"""Writes images.json: small images of every kind and what Pillow says of their headers.

    pip install pillow==13.0.0 numpy==2.4.6 && python make_images.py > images.json
"""
import base64
import io
import json

import numpy
import PIL
from PIL import Image

random = numpy.random.default_rng(0)


def pixels(mode, width, height):
    noise = random.integers(0, 256, (height, width, 3), dtype=numpy.uint8)
    if mode == "I;16":
        return Image.fromarray(random.integers(0, 65536, (height, width), dtype=numpy.uint16))
    return Image.fromarray(noise).convert(mode)


def case(name, image, format, **options):
    file = io.BytesIO()
    image.save(file, format, **options)
    file.seek(0)
    with Image.open(file) as read:
        read.load()
        found = {"format": read.format, "width": read.width, "height": read.height, "mode": read.mode}
    return {"name": name, **found, "bytes": base64.b64encode(file.getvalue()).decode()}


exif = Image.Exif()
exif[0x010E] = "an image inside an image's metadata is not its header"
thumbnail = io.BytesIO()
pixels("RGB", 3, 3).save(thumbnail, "JPEG")

cases = [
    case(f"{mode}-{width}x{height}.png", pixels(mode, width, height), "PNG")
    for mode in ("1", "L", "LA", "P", "RGB", "RGBA", "I;16")
    for width, height in ((1, 1), (17, 5))
]
cases += [
    case("compressed.png", Image.new("RGB", (2000, 1500)), "PNG", optimize=True),
    case("transparent.png", pixels("P", 4, 4), "PNG", transparency=0),
    case("profile.png", pixels("RGB", 4, 4), "PNG", icc_profile=bytes(300), dpi=(72, 72)),
]
cases += [
    case(f"{mode}-{name}.jpg", pixels(mode, 33, 18), "JPEG", **options)
    for mode in ("L", "RGB", "CMYK")
    for name, options in {
        "plain": {},
        "progressive": {"progressive": True},
        "best": {"quality": 100, "subsampling": 0} if mode == "RGB" else {"quality": 100},
        "restarts": {"restart_marker_blocks": 1},
        "metadata": {
            "exif": exif.tobytes() + thumbnail.getvalue(),
            "comment": b"\xff\xd9\xff\xda",
        },
    }.items()
]
cases += [
    case("image.gif", pixels("P", 5, 7), "GIF"),
    case("image.bmp", pixels("RGB", 5, 7), "BMP"),
    case("image.tiff", pixels("RGB", 5, 7), "TIFF"),
    case("image.webp", pixels("RGB", 5, 7), "WEBP"),
]
print(json.dumps({"pillow": PIL.__version__, "images": cases}, indent=0))
