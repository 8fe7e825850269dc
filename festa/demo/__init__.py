"""The demo season: a tour that can be tried out. Its companies and people are made up."""
