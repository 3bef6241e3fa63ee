"""Prepares photographs with Pillow and NumPy as PyTorch's default loader does: decode, crop and
resize, flip, normalize, in as many processes as asked for. Prints images per second.

pillow-input.py FOLDER IMAGES SIDE PROCESSES
"""

import math
import multiprocessing
import pathlib
import random
import sys
import time

import numpy
from PIL import Image

MEAN = numpy.array([123.68, 116.779, 103.939], numpy.float32)
DEVIATION = numpy.array([58.393, 57.12, 57.375], numpy.float32)


def prepared(task):
    """torchvision's RandomResizedCrop(side), RandomHorizontalFlip, ToTensor and Normalize."""
    file, side, seed = task
    draws = random.Random(seed)
    image = Image.open(file).convert("RGB")
    width, height = image.size
    box = (0, 0, width, height)
    for _ in range(10):
        area = width * height * draws.uniform(0.08, 1)
        aspect = math.exp(draws.uniform(math.log(3 / 4), math.log(4 / 3)))
        w, h = round(math.sqrt(area * aspect)), round(math.sqrt(area / aspect))
        if 0 < w <= width and 0 < h <= height:
            left, top = draws.randint(0, width - w), draws.randint(0, height - h)
            box = (left, top, left + w, top + h)
            break
    image = image.crop(box).resize((side, side), Image.BILINEAR)
    if draws.random() < 0.5:
        image = image.transpose(Image.FLIP_LEFT_RIGHT)
    values = (numpy.asarray(image, numpy.float32) - MEAN) / DEVIATION
    return numpy.ascontiguousarray(values.transpose(2, 0, 1))


def batch(tasks):
    """A batch as a worker sends it."""
    return numpy.stack([prepared(task) for task in tasks])


def main():
    folder, images, side, processes = sys.argv[1], *map(int, sys.argv[2:5])
    files = sorted(pathlib.Path(folder).rglob("*.jpg"))[:images]
    tasks = [(file, side, seed) for seed, file in enumerate(files)]
    batches = [tasks[i : i + 64] for i in range(0, len(tasks), 64)]
    with multiprocessing.Pool(processes) as pool:
        pool.map(batch, batches[:processes], 1)
        start = time.perf_counter()
        for _ in pool.imap(batch, batches, 1):
            pass
        print(len(tasks) / (time.perf_counter() - start))


if __name__ == "__main__":
    main()
