"""quizprep: the deep-learning interview gym in a terminal."""

__version__ = "0.1.0"
