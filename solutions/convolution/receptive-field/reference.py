"""Receptive field of a unit at the top of a chain of layers, along one axis.

    r = 1 + sum_l d_l (k_l - 1) prod_{m < l} s_m

k: kernel, s: stride, d: dilation of layer l, counted from the input. The product is the jump: how many input
pixels lie between neighbouring units of the map that layer l reads. Convention: the extent from the first to
the last pixel seen, gaps included; padding and borders are left out of account.

Source: Araujo, Norris, Sim, Computing Receptive Fields of Convolutional Neural Networks (Distill, 2019);
Yu and Koltun, Multi-Scale Context Aggregation by Dilated Convolutions (ICLR 2016), section 2 (dilation).
"""


def receptive_field(layers):
    """Number of input pixels, from the first layer to the last."""
    field, jump = 1, 1
    for kernel, stride, *rest in layers:
        dilation = rest[0] if rest else 1
        field += dilation * (kernel - 1) * jump
        jump *= stride
    return field
