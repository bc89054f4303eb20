"""The first tables."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "customers",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("prefix", sa.String(), nullable=False),
        sa.Column("policy", sa.String(), nullable=False),
        sa.Column("plan", sa.String(), nullable=True),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("last_number", sa.Integer(), server_default="0", nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("prefix", name=op.f("uq_customers_prefix")),
    )
    op.create_table(
        "job_runs",
        sa.Column("job", sa.String(), nullable=False),
        sa.Column("slot_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("job", "slot_at", name=op.f("pk_job_runs")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    op.create_table(
        "policies",
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("is_current", sa.Boolean(), nullable=False),
        sa.Column("stored_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("version", name=op.f("pk_policies")),
    )
    op.create_index(
        "uq_policies_current_name",
        "policies",
        ["name"],
        unique=True,
        sqlite_where=sa.text("is_current"),
        postgresql_where=sa.text("is_current"),
    )
    op.create_table(
        "receipts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("outcome", sa.JSON(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipts")),
    )
    op.create_index(op.f("ix_receipts_created_at"), "receipts", ["created_at"], unique=False)
    op.create_table(
        "cases",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("severity", sa.Integer(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("requester_id", sa.String(), nullable=False),
        sa.Column("policy_version", sa.String(), nullable=False),
        sa.Column("wake_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("poisoned_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_cases_customer_id")),
        sa.ForeignKeyConstraint(["policy_version"], ["policies.version"], name=op.f("fk_cases_policy_version")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
    )
    op.create_index("ix_cases_customer_id_status", "cases", ["customer_id", "status"], unique=False)
    op.create_index(op.f("ix_cases_owner_id"), "cases", ["owner_id"], unique=False)
    op.create_index("ix_cases_status_opened_at", "cases", ["status", "opened_at"], unique=False)
    op.create_index(
        "ix_cases_wake_at",
        "cases",
        ["wake_at"],
        unique=False,
        sqlite_where=sa.text("wake_at IS NOT NULL"),
        postgresql_where=sa.text("wake_at IS NOT NULL"),
    )
    op.create_table(
        "channels",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_channels_customer_id")),
        sa.PrimaryKeyConstraint("platform", "tenant", "channel", "name", name=op.f("pk_channels")),
    )
    op.create_index("ix_channels_customer_id", "channels", ["customer_id"], unique=False)
    op.create_index("ix_channels_name", "channels", ["name"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("standing", sa.String(), nullable=False),
        sa.Column("language", sa.String(), nullable=False),
        sa.Column("zone", sa.String(), nullable=False),
        sa.Column("is_representative", sa.Boolean(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_people_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
    )
    op.create_index(op.f("ix_people_customer_id"), "people", ["customer_id"], unique=False)
    op.create_table(
        "tenants",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_tenants_customer_id")),
        sa.PrimaryKeyConstraint("platform", "tenant", name=op.f("pk_tenants")),
    )
    op.create_table(
        "events",
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("type", sa.String(), nullable=False),
        sa.Column("actor", sa.JSON(), nullable=False),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_events_case_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_events_customer_id")),
        sa.PrimaryKeyConstraint("case_id", "seq", name=op.f("pk_events")),
    )
    op.create_table(
        "identities",
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("user", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_identities_person_id")),
        sa.PrimaryKeyConstraint("platform", "tenant", "user", name=op.f("pk_identities")),
    )
    op.create_index(op.f("ix_identities_person_id"), "identities", ["person_id"], unique=False)
    op.create_table(
        "mirrors",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("source_platform", sa.String(), nullable=False),
        sa.Column("source_tenant", sa.String(), nullable=False),
        sa.Column("source_channel", sa.String(), nullable=False),
        sa.Column("source_thread", sa.String(), nullable=True),
        sa.Column("source_message", sa.String(), nullable=False),
        sa.Column("copy_platform", sa.String(), nullable=False),
        sa.Column("copy_tenant", sa.String(), nullable=False),
        sa.Column("copy_channel", sa.String(), nullable=False),
        sa.Column("copy_thread", sa.String(), nullable=True),
        sa.Column("copy_message", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_mirrors_case_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_mirrors_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mirrors")),
        sa.UniqueConstraint("copy_platform", "copy_tenant", "copy_channel", "copy_message", name="uq_mirrors_copy"),
    )
    op.create_index(
        "ix_mirrors_source",
        "mirrors",
        ["source_platform", "source_tenant", "source_channel", "source_message"],
        unique=False,
    )
    op.create_table(
        "places",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("view", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=False),
        sa.Column("tenant", sa.String(), nullable=False),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("anchor", sa.String(), nullable=True),
        sa.Column("anchor_state", sa.String(), nullable=False),
        sa.Column("card_wanted", sa.Integer(), nullable=False),
        sa.Column("card_sent", sa.Integer(), nullable=False),
        sa.Column("card_due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("card_attempts", sa.Integer(), nullable=False),
        sa.Column("card_key", sa.String(), nullable=True),
        sa.Column("card_is_uncertain", sa.Boolean(), nullable=False),
        sa.Column("card_token", sa.String(), nullable=True),
        sa.Column("card_claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("card_error", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_places_case_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_places_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_places")),
        sa.UniqueConstraint("card_token", name=op.f("uq_places_card_token")),
        sa.UniqueConstraint("case_id", "view", name=op.f("uq_places_case_id_view")),
    )
    op.create_index("ix_places_anchor", "places", ["platform", "tenant", "channel", "anchor"], unique=False)
    op.create_index(
        "ix_places_card_due_at",
        "places",
        ["card_due_at"],
        unique=False,
        sqlite_where=sa.text("card_wanted > card_sent"),
        postgresql_where=sa.text("card_wanted > card_sent"),
    )
    op.create_index("ix_places_thread", "places", ["platform", "tenant", "channel", "thread"], unique=False)
    op.create_table(
        "role_members",
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_members_person_id")),
        sa.PrimaryKeyConstraint("role", "customer_id", "person_id", name=op.f("pk_role_members")),
    )
    op.create_table(
        "texts",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("field", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("platform", sa.String(), nullable=True),
        sa.Column("tenant", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("thread", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_texts_case_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_texts_customer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_texts")),
    )
    op.create_index("ix_texts_case_id", "texts", ["case_id"], unique=False)
    op.create_table(
        "destinations",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("place_id", sa.Integer(), nullable=True),
        sa.Column("platform", sa.String(), nullable=True),
        sa.Column("tenant", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=True),
        sa.Column("user", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name=op.f("fk_destinations_place_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_destinations")),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.String(), nullable=False),
        sa.Column("customer_id", sa.String(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("audience_kind", sa.String(), nullable=False),
        sa.Column("audience_name", sa.String(), nullable=False),
        sa.Column("destination_id", sa.String(), nullable=True),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("is_urgent", sa.Boolean(), nullable=False),
        sa.Column("stands_alone", sa.Boolean(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("is_repeat", sa.Boolean(), nullable=False),
        sa.Column("message_key", sa.String(), nullable=True),
        sa.Column("token", sa.String(), nullable=True),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("claimed_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("message_channel", sa.String(), nullable=True),
        sa.Column("message_thread", sa.String(), nullable=True),
        sa.Column("message", sa.String(), nullable=True),
        sa.Column("last_error", sa.String(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_deliveries_case_id")),
        sa.ForeignKeyConstraint(["customer_id"], ["customers.id"], name=op.f("fk_deliveries_customer_id")),
        sa.ForeignKeyConstraint(["destination_id"], ["destinations.id"], name=op.f("fk_deliveries_destination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
        sa.UniqueConstraint(
            "case_id",
            "seq",
            "kind",
            "audience_kind",
            "audience_name",
            "destination_id",
            "about",
            name="uq_deliveries_notice",
        ),
    )
    op.create_index("ix_deliveries_audience", "deliveries", ["audience_kind", "audience_name", "case_id"], unique=False)
    op.create_index(op.f("ix_deliveries_token"), "deliveries", ["token"], unique=False)
    op.create_index(
        "ix_deliveries_waiting",
        "deliveries",
        ["destination_id", "state", "retry_at"],
        unique=False,
        sqlite_where=sa.text("state IN ('pending', 'claimed', 'uncertain')"),
        postgresql_where=sa.text("state IN ('pending', 'claimed', 'uncertain')"),
    )
