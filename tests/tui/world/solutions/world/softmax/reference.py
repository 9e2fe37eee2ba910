def softmax(x, axis=-1):
    return "the reference, right"
