def channel_shuffle(x, groups):
    N, C, H, W = x.size()
    x = x.view(N, groups, C // groups, H, W)
    x = x.permute(0, 2, 1, 3, 4).contiguous()
    return x.view(N, C, H, W)
