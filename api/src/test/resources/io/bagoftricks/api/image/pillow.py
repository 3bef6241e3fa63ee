"""Writes pillow.txt: what Pillow makes of a picture that PillowTest makes too.

Each line: operation, arguments, and the bytes of red, green and blue of every STRIDEth pixel.
"""
import PIL
from PIL import Image, ImageEnhance, ImageOps

WIDTH, HEIGHT, STRIDE = 24, 16, 5


def picture():
    image = Image.new("RGB", (WIDTH, HEIGHT))
    image.putdata([tuple((x * x * (3 + c) + y * (29 + 8 * c) + 40 * c) % 201 + 20 for c in range(3))
                   for y in range(HEIGHT) for x in range(WIDTH)])
    return image


def line(name, arguments, image):
    bytes_ = image.tobytes()
    kept = [str(v) for p in range(0, WIDTH * HEIGHT, STRIDE) for v in bytes_[3 * p:3 * p + 3]]
    print(name, ",".join(map(str, arguments)) or "-", *kept)


print("# Pillow", PIL.__version__)
p = picture()
line("picture", [], p)
for f in (0.1, 0.6, 1.4, 1.9):
    line("brightness", [f], ImageEnhance.Brightness(p).enhance(f))
    line("contrast", [f], ImageEnhance.Contrast(p).enhance(f))
    line("saturation", [f], ImageEnhance.Color(p).enhance(f))
    line("sharpness", [f], ImageEnhance.Sharpness(p).enhance(f))
for t in (0, 77, 128, 256):
    line("solarize", [t], ImageOps.solarize(p, t))
for b in (1, 4, 7, 8):
    line("posterize", [b], ImageOps.posterize(p, b))
line("invert", [], ImageOps.invert(p))
line("autocontrast", [], ImageOps.autocontrast(p))
line("equalize", [], ImageOps.equalize(p))
