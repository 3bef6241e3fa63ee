"""Writes pillow.txt: what Pillow makes of a gray float picture that PillowGeometryTest makes too.

Each line: operation, then all values of the result in reading order.
"""
import PIL
from PIL import Image

WIDTH, HEIGHT = 11, 8
NEAREST, BILINEAR, BICUBIC = (
    Image.Resampling.NEAREST, Image.Resampling.BILINEAR, Image.Resampling.BICUBIC)
FILL = 99


def affine(image, matrix, resample):
    return image.transform(image.size, Image.Transform.AFFINE, matrix, resample, fillcolor=FILL)


def line(name, image):
    values = (image.getpixel((x, y)) for y in range(image.height) for x in range(image.width))
    print(name, *(f"{value:.3f}" for value in values))


print("# Pillow", PIL.__version__)
p = Image.new("F", (WIDTH, HEIGHT))
p.putdata([float((x * x * 5 + y * 37 + x * y * 3) % 251) for y in range(HEIGHT) for x in range(WIDTH)])
line("picture", p)
for name, resample in (("bilinear", BILINEAR), ("bicubic", BICUBIC)):
    line("smaller-" + name, p.resize((5, 3), resample))
    line("larger-" + name, p.resize((13, 17), resample))
    line("tiny-" + name, p.resize((1, 1), resample))
    line("cropped-" + name, p.crop((2, 1, 10, 7)).resize((4, 9), resample))
    line("padded-" + name, p.crop((-3, 2, 9, 12)).resize((5, 4), resample))
line("rotated-bilinear", p.rotate(20, BILINEAR, fillcolor=FILL))
line("rotated-nearest", p.rotate(-33, NEAREST, fillcolor=FILL))
line("sheared-x", affine(p, (1, 0.3, 0, 0, 1, 0), BILINEAR))
line("sheared-y", affine(p, (1, 0, 0, -0.2, 1, 0), BILINEAR))
line("shifted", affine(p, (1, 0, -2.5, 0, 1, 1.25), BILINEAR))
