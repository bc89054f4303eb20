"""What all tables share."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def of_customer() -> Column[str]:
    return Column("customer_id", String, ForeignKey("customers.id"), nullable=False)


def of_case() -> Column[str]:
    return Column("case_id", String, ForeignKey("cases.id"), nullable=False)
