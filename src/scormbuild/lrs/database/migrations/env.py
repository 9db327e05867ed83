"""What Alembic runs: the migrations, on the connection that it is handed."""

from alembic import context

connection = context.config.attributes["connection"]
# All steps are one transaction, ours: where one fails, the schema is what it was.
context.configure(connection=connection, transaction_per_migration=False)
context.run_migrations()
