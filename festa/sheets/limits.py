"""How much of a file is read; beyond it the file is refused by name."""

MAX_FILE_BYTES = 10 * 1024 * 1024
# An .xlsx is a zip: this is what all of it may measure unpacked (20,000 rows are about 15 MB).
MAX_UNPACKED_BYTES = 40 * 1024 * 1024
MAX_PARTS = 500
MAX_ROWS = 20_000
MAX_ROWS_WITH_BLANKS = 100_000
MAX_COLUMNS = 100
MAX_CELL_CHARS = 1_000
HEADER_WITHIN_ROWS = 30
