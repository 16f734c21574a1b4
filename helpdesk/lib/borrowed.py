"""Sentences that libraries say to people here and whose own catalogs lack one of our languages.

Named here, they are collected into our catalogs, which Django asks first. `tests/test_languages.py` finds what is
missing after a library has changed its words.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

PASSWORD_RULES = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    _("The password is too similar to the %(verbose_name)s."),
    _("This password is too common."),
    _("You must type the same password each time."),
)
FIELDS_OF_THE_API = (
    _("A valid biginteger is required."),
    _("Datetime value out of range."),
    _("Ensure this field has at least {min_length} elements."),
    _("Ensure this field has no more than {max_length} elements."),
    _('Enter a valid "slug" consisting of Unicode letters, numbers, underscores, or hyphens.'),
    _("Integer value too large to convert to float"),
    _("Invalid input."),
    _('Invalid datetime for the timezone "{timezone}".'),
    _("Must be a valid UUID."),
    _("Must be a valid boolean."),
    _("Not a valid string."),
    _("This dictionary may not be empty."),
)
