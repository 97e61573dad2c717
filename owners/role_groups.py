"""Staff roles as Wagtail sees them: one group per role, filled from StaffRole, never by hand.

A group is named like its role (`editor`). What a group may do with pages is written by `home`; here
is who enters the CMS, who may use images and documents, that administrators edit the snippets, and that
privacy officers edit the pledge.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, QuerySet
from wagtail import hooks
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission
from wagtail.snippets.models import get_snippet_models

from owners.models import PledgeText, Role, StaffRole, User

# Roles that work in the CMS. Everybody else has a group too, without a permission.
CMS_ROLES = frozenset({Role.EDITOR, Role.APPROVER, Role.ADMIN, Role.PRIVACY})

_FILE_ACTIONS = ("add", "change", "choose")


@transaction.atomic
def project_roles(user: User) -> None:
    """Puts the user into exactly the groups of the roles held, and leaves other groups alone."""
    held = set(StaffRole.objects.filter(user=user).values_list("role", flat=True))
    groups = role_groups()
    user.groups.add(*[groups[role] for role in held])
    user.groups.remove(*[group for role, group in groups.items() if role not in held])


def role_groups() -> dict[str, Group]:
    """The group of each role; a missing one is made, with its permissions."""
    groups = {group.name: group for group in Group.objects.filter(name__in=Role.values)}
    for role in Role.values:
        if role not in groups:
            groups[role] = Group.objects.create(name=role)
            _equip(role, groups[role])
    return groups


def equip_role_groups(**_signal: Any) -> None:
    """After migrations: groups are there and administrators may edit snippets that are new."""
    for role, group in role_groups().items():
        _equip(role, group)


def _equip(role: str, group: Group) -> None:
    if role not in CMS_ROLES:
        return
    group.permissions.add(*Permission.objects.filter(content_type__app_label="wagtailadmin", codename="access_admin"))
    if role == Role.PRIVACY:
        group.permissions.add(*_permissions_on(PledgeText))
        return
    _open_files(group)
    if role == Role.ADMIN:
        group.permissions.add(*_permissions_on(*_configured_models()))


def _permissions_on(*kinds: type[Model]) -> QuerySet[Permission]:
    types = ContentType.objects.get_for_models(*kinds, for_concrete_models=False).values()
    return Permission.objects.filter(content_type__in=types)


def _configured_models() -> set[type[Model]]:
    """What administrators edit in the CMS: every snippet, and the view sets of our own apps."""
    configured = set(get_snippet_models())
    for found in (hook() for hook in hooks.get_hooks("register_admin_viewset") if not _is_wagtail(hook)):
        for viewset in found if isinstance(found, list | tuple) else [found]:
            members = viewset.registerables if isinstance(viewset, ViewSetGroup) else [viewset]
            configured.update(member.model for member in members if isinstance(member, ModelViewSet))
    return configured


def _is_wagtail(hook: Callable[..., Any]) -> bool:
    return hook.__module__.startswith("wagtail")


def _open_files(group: Group) -> None:
    root = Collection.get_first_root_node()
    if root is None:
        return
    # Wagtail asks for the permissions of its own models, whichever model the site keeps its files in.
    for model in (Image, Document):
        codenames = [f"{action}_{model._meta.model_name}" for action in _FILE_ACTIONS]
        for permission in Permission.objects.filter(
            content_type__app_label=model._meta.app_label, codename__in=codenames
        ):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)
