"""The words of the lint: one file for each ground on which people are turned away."""
