"""The queue on the day, with its pages."""
