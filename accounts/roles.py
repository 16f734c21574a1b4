"""The four roles as Django groups, and what each may see and do in the admin.

Pages and API ask accounts.permissions; these permissions open the admin's pages. Written after each migrate,
so that a new model is covered by the deploy that brings it.
"""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db.models import Q

from accounts.models import ROLES

OWN_APPS = ("accounts", "knowledgebase", "tickets", "chat", "qa", "ledger")
LEAD_VIEWS = ("accounts", "knowledgebase", "tickets", "chat", "qa", "ledger")
LEAD_CHANGES = ("accounts.agentskill", "accounts.presence")
AGENT_VIEWS = ("knowledgebase",)
VERBS = ("view", "add", "change", "delete")


def granted_to(role: str) -> Q:
    """Which permissions a role's group holds, as a filter."""
    if role == "administrator":
        return in_apps(OWN_APPS, VERBS)
    if role == "lead":
        return in_apps(LEAD_VIEWS, ("view",)) | on_models(LEAD_CHANGES)
    if role == "agent":
        return in_apps(AGENT_VIEWS, ("view",))
    return Q(pk=None)


def in_apps(labels: Iterable[str], verbs: Iterable[str]) -> Q:
    wanted = Q(pk=None)
    for verb in verbs:
        wanted |= Q(codename__startswith=f"{verb}_", content_type__app_label__in=labels)
    return wanted


def on_models(names: Iterable[str]) -> Q:
    wanted = Q(pk=None)
    for name in names:
        app, model = name.split(".")
        wanted |= Q(content_type__app_label=app, content_type__model=model)
    return wanted


def write_roles(**_: Any) -> None:
    """Make the groups say what this module says; safe to repeat."""
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role)
        group.permissions.set(Permission.objects.filter(granted_to(role)))
