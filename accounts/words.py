"""What django-allauth says to people, in our words: its own sentences speak in another voice.

Each table is keyed as django-allauth asks for it. A message it has and we have not is not shown.
"""

from django.utils.translation import gettext_lazy as _

from accounts.signing_in import TOO_OFTEN

WRONG_CODE = _("This code is not right, or it is too old. Check it, or ask for a new one.")

ERRORS = {
    "account_inactive": _("This account is closed."),
    "cannot_remove_primary_email": _("You cannot remove the address you sign in with."),
    "duplicate_email": _("You use this address already."),
    "email_password_mismatch": _("The e-mail address or the password is not right."),
    "email_taken": _("This address belongs to another account."),
    "enter_current_password": _("This is not your current password."),
    "incorrect_code": WRONG_CODE,
    "incorrect_password": _("The password is not right."),
    "invalid_or_expired_key": _("This link no longer works."),
    "invalid_login": _("The e-mail address or the password is not right."),
    "invalid_password_reset": _("This link no longer works."),
    "rate_limited": _("That was too often. Wait a minute and try again."),
    "same_as_current": _("You use this address already."),
    "too_many_login_attempts": TOO_OFTEN,
    "unverified_primary_email": _("Confirm the address first."),
}
SECOND_FACTOR_ERRORS = {
    "add_email_blocked": _("You cannot add an address while a second factor protects your account."),
    "cannot_delete_authenticator": _("You cannot turn off your second factor."),
    "cannot_generate_recovery_codes": _("Set up an authenticator app or a security key first."),
    "incorrect_code": WRONG_CODE,
    "unverified_email": _("Confirm your e-mail address before you set up a second factor."),
}
MESSAGES = {
    "account/messages/cannot_delete_primary_email.txt": ERRORS["cannot_remove_primary_email"],
    "account/messages/email_confirmation_failed.txt": ERRORS["email_taken"],
    "account/messages/email_confirmation_sent.txt": _("The mail is on its way."),
    "account/messages/email_confirmed.txt": _("Your address is confirmed."),
    "account/messages/email_deleted.txt": _("The address is removed."),
    "account/messages/logged_out.txt": _("You are signed out."),
    "account/messages/password_changed.txt": _("Your new password is set."),
    "account/messages/password_set.txt": _("Your new password is set."),
    "account/messages/primary_email_set.txt": _("You now sign in with this address."),
    "account/messages/unverified_primary_email.txt": ERRORS["unverified_primary_email"],
    "mfa/messages/recovery_codes_generated.txt": _("Here are your new recovery codes."),
    "mfa/messages/totp_activated.txt": _("The authenticator app protects your account now."),
    "mfa/messages/totp_deactivated.txt": _("The authenticator app is turned off."),
    "mfa/messages/webauthn_added.txt": _("The key is added."),
    "mfa/messages/webauthn_removed.txt": _("The key is removed."),
    "usersessions/messages/sessions_logged_out.txt": _("You are signed out everywhere else."),
}
NOTICES = {
    "account/email/email_changed": _("Your e-mail address was changed"),
    "account/email/email_confirm": _("Your e-mail address was confirmed"),
    "account/email/email_deleted": _("An e-mail address was removed from your account"),
    "account/email/password_changed": _("Your password was changed"),
    "account/email/password_reset": _("Your password was changed"),
    "account/email/password_set": _("Your password was changed"),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made for your account"),
    "mfa/email/totp_activated": _("An authenticator app was set up for your account"),
    "mfa/email/totp_deactivated": _("The authenticator app of your account was turned off"),
    "mfa/email/webauthn_added": _("A security key was added to your account"),
    "mfa/email/webauthn_removed": _("A security key was removed from your account"),
}
"""What happened to an account, mailed to its owner: the subject, and the first line of the letter."""
