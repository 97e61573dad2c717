"""Data of the size to be held, for measuring. Invented, written past the actions, never in production."""
