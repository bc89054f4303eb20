"""Why a case is opened, and the file of rows that it may bring."""

from __future__ import annotations

from pydantic import Field

from chatdesk.core.bulk_load import Format
from chatdesk.policy_files.parts import Assumed, Part
from chatdesk.policy_files.values import Clause, FormatName, Key, KindName, Label, Text

_CLAUSES = "Ids of the sentences of the contract that this comes from."
_LABEL = "The short name that people see."


class ColumnPart(Part):
    label: Label = Field(description="What stands in the first line of the file; the column's own name may, too.")
    format: FormatName = Field(Format.TEXT, description="What its cells hold: text, number, date, email.")
    required: bool = Field(True, description="Must the file have it, and something in every row?")
    unique: bool = Field(False, description="May no value stand in it twice?")


class BulkLoadPart(Part):
    columns: dict[Key, ColumnPart] = Field(min_length=1, description="The columns of the file.")
    most_rows: int = Field(1000, ge=1, le=100_000, description="How many rows a file may have.")
    per_month: int = Field(
        ge=1, le=1000, description="How many loads a customer has in a calendar month; the next asks."
    )
    assumed: list[Assumed] = Field([], description="What the contract does not say about the file.")


class ReasonPart(Part):
    label: Label = Field(description=_LABEL)
    definition: Text = Field(description="When somebody would choose this reason.")
    kind: KindName = Field(description="The kind of case that it opens.")
    asks_for_symptoms: bool = Field(False, description="Must the report say what was found about the symptoms?")
    team: str | None = Field(None, description="The role whose people are told of such a case at once.")
    bulk_load: BulkLoadPart | None = Field(None, description="The file of rows that such a case brings.")
    clauses: list[Clause] = Field([], description=_CLAUSES)
