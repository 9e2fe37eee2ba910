"""What the user did: one SQLite file."""
