"""H_k v by recursion over the newest pair, in plain Python; a list as the answer."""


def dot(a, b):
    return sum(float(x) * float(y) for x, y in zip(a, b))


def apply(v, s_list, y_list, gamma):
    if not s_list:
        return [gamma * x for x in v]
    s, y = s_list[-1], y_list[-1]
    ys = dot(y, s)
    a = dot(s, v) / ys
    inner = apply([x - a * b for x, b in zip(v, y)], s_list[:-1], y_list[:-1], gamma)
    b = dot(y, inner) / ys
    return [x + (a - b) * c for x, c in zip(inner, s)]


def two_loop(grad, s_list, y_list):
    gamma = dot(s_list[-1], y_list[-1]) / dot(y_list[-1], y_list[-1]) if s_list else 1.0
    return [-x for x in apply([float(x) for x in grad], s_list, y_list, gamma)]
