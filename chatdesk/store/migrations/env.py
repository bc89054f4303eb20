"""What Alembic runs. The connection comes from `upgrade`, with its transaction already begun."""

from alembic import context

from chatdesk.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transaction_per_migration=False,
)
context.run_migrations()
