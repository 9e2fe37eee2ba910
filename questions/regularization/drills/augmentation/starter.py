import numpy as np


def random_flip_crop(images, pad, rng):
    """Images (N, C, H, W), each flipped with probability 1/2 and cropped at random after zero padding."""
    raise NotImplementedError("random_flip_crop: pad with zeros, then crop and perhaps flip each image by itself")
