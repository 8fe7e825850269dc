"""What the WSGI server loads: `granian --interface wsgi wsgi:app`."""

import gc

from festa import create_app

app = create_app()

# What is loaded by now stays. To walk it all again in search of garbage takes a fifth of a second,
# and always while somebody waits.
gc.collect()
gc.freeze()
