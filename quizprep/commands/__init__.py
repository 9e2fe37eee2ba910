"""The commands, one small module for each group; each imports what it needs when it runs."""
