"""A clock that was set back leaves times in the tables that lie ahead: what waits for them would wait too long."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Connection

from pipeline.store.desk import deliveries, incidents, notices, sources
from pipeline.store.tables import addresses

_LONGEST_WAIT = timedelta(hours=7)  # for the next attempt: none waits so long, whatever its receiver asks for


def set_back(tx: Connection, now: datetime) -> int:
    """What was written under a later clock counts as written now; how many rows.

    The history keeps the times that it was given: only what decides when something is done next is put right.
    """
    changed = 0
    for table in (deliveries, notices):
        ahead = (table.c.created_at > now, table.c.settled_at.is_(None))
        changed += tx.execute(table.update().where(*ahead).values(created_at=now, due_at=now)).rowcount
        # Queued before the clock ran ahead, tried while it did.
        tried = (table.c.attempts > 0, table.c.due_at > now + _LONGEST_WAIT, table.c.settled_at.is_(None))
        changed += tx.execute(table.update().where(*tried).values(due_at=now)).rowcount
    lasting = (incidents.c.opened_at > now, incidents.c.closed_at.is_(None))
    changed += tx.execute(incidents.update().where(*lasting).values(opened_at=now, last_at=now)).rowcount
    checked = sources.update().where(sources.c.last_check > now)
    changed += tx.execute(checked.values(last_check=now)).rowcount
    planned = (addresses.c.next_at > now, addresses.c.read_at > now)
    changed += tx.execute(addresses.update().where(*planned).values(next_at=now)).rowcount
    return changed
