"""What can be asked: types, loading, seeded generators, lint."""
