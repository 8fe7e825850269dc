"""What the WSGI server loads: `granian --interface wsgi wsgi:app`."""

from festa import create_app

app = create_app()
