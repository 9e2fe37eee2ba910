"""What the zygote runs once when it is idle, so that pytest's own lazy work is done before the first fork that matters."""


def test_nothing() -> None:
    """Nothing."""
