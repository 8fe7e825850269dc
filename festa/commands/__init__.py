"""The verbs of the `festa` command, one module for each; all of them are the edge."""
