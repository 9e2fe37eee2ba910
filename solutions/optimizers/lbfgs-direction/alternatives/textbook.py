"""With zip, rho and a list of alphas that is popped from the end."""

import numpy as np


def two_loop(grad, s_list, y_list):
    q = grad.copy()
    rho = [1.0 / np.dot(y, s) for s, y in zip(s_list, y_list)]
    alphas = []
    for s, y, p in zip(s_list[::-1], y_list[::-1], rho[::-1]):
        a = p * np.dot(s, q)
        alphas.append(a)
        q = q - a * y
    if s_list:
        q = q * np.dot(s_list[-1], y_list[-1]) / np.dot(y_list[-1], y_list[-1])
    for s, y, p in zip(s_list, y_list, rho):
        q = q + s * (alphas.pop() - p * np.dot(y, q))
    return -q
