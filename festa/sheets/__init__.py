"""Lists that people send as .xlsx or .csv: read into rows of known columns, refusals written back.

Knows nothing of seekers or employers: a caller names its columns and reads the rows.
"""
