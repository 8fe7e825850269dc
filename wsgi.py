"""What WSGI servers load."""

import gc

from festa import create_app

app = create_app()

# Everything loaded so far stays for good. Walking it again in search of garbage takes a tenth of
# a second now and then, always while somebody waits.
gc.collect()
gc.freeze()
