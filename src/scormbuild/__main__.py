"""`python -m scormbuild` is the command `scormbuild`."""

from scormbuild.cli import app

app()
