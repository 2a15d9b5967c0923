"""What all tables share: their register, the names of constraints, numbered rows."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, MetaData

from pipeline.store.types import Id

HEAD = "0007"  # the newest migration; a test compares it with the scripts

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def row_id() -> Column[int]:
    return Column("id", Id, primary_key=True, autoincrement=True)


def refers(name: str, target: str, *, optional: bool = False, index: bool = False) -> Column[int]:
    return Column(name, Id, ForeignKey(f"{target}.id"), nullable=optional, index=index)
