"""The ledger's own clockwork."""

from helpdesk.lib.jobs import every

every("ledger-sweep", "helpdesk.ledger.delivery.sweep", minutes=1)
