"""Rows of the people's own pages: ours, and django-allauth's in our clothes."""

from tests.access import Row, public

SIGNED_IN = {"customer": 200}
FIRST_REAUTHENTICATE = {"customer": 302, "agent": 302, "lead": 302, "admin": 302}
AWAY_WHEN_SIGNED_IN = {"visitor": 200, **FIRST_REAUTHENTICATE}
WRONG_SIGN_IN = {"email": "nobody@example.com", "password": "wrong", "name": "script"}

ROWS = [
    Row("GET", "accounts:home", **SIGNED_IN),
    Row(
        "POST",
        "accounts:home",
        data={"name": "N", "language": "ko", "timezone": "Asia/Seoul"},
        **FIRST_REAUTHENTICATE,
    ),
    Row("POST", "accounts:presence-set", data={"state": "busy"}, agent=302, lead=302, admin=302),
    Row("GET", "accounts:presence-set", visitor=302, customer=405, agent=405, lead=405, admin=405),
    Row("GET", "account_login", **AWAY_WHEN_SIGNED_IN),
    Row("GET", "account_signup", **AWAY_WHEN_SIGNED_IN),
    Row("GET", "account_logout", **SIGNED_IN),
    public("account_inactive"),
    Row("GET", "account_reauthenticate", **SIGNED_IN),
    Row("GET", "account_email", **SIGNED_IN),
    public("account_email_verification_sent", status=302),
    Row("GET", "account_change_password", **SIGNED_IN),
    Row("GET", "account_set_password", **FIRST_REAUTHENTICATE),
    public("account_reset_password"),
    public("account_reset_password_done"),
    public("account_reset_password_from_key", {"uidb36": "1", "key": "no-such"}),
    public("account_reset_password_from_key_done"),
    public("account_confirm_login_code", status=302),
    Row("GET", "mfa_index", **SIGNED_IN),
    public("mfa_authenticate", status=302),
    Row("GET", "mfa_reauthenticate", **FIRST_REAUTHENTICATE),
    Row("GET", "mfa_activate_totp", **FIRST_REAUTHENTICATE),
    Row("GET", "mfa_deactivate_totp", customer=404, agent=404, lead=404, admin=404),
    Row("GET", "mfa_view_recovery_codes", customer=404, agent=404, lead=404, admin=404),
    Row("GET", "mfa_generate_recovery_codes", **FIRST_REAUTHENTICATE),
    Row("GET", "mfa_download_recovery_codes", customer=404, agent=404, lead=404, admin=404),
    Row("GET", "mfa_list_webauthn", **SIGNED_IN),
    Row("GET", "mfa_add_webauthn", **FIRST_REAUTHENTICATE),
    Row("GET", "mfa_reauthenticate_webauthn", **FIRST_REAUTHENTICATE),
    Row("GET", "mfa_remove_webauthn", {"pk": 1}, **FIRST_REAUTHENTICATE),
    Row("GET", "mfa_edit_webauthn", {"pk": 1}, **FIRST_REAUTHENTICATE),
    public("mfa_login_webauthn", status=302),
    Row("GET", "usersessions_list", **SIGNED_IN),
    Row("GET", "accounts-api:me", visitor=401, customer=200),
    Row("PATCH", "accounts-api:me", data={"name": "N"}, as_json=True, visitor=401, customer=200),
    Row("GET", "accounts-api:token-list", visitor=401, customer=200),
    public("accounts-api:token-list", method="POST", data=WRONG_SIGN_IN, as_json=True, status=403),
    Row(
        "DELETE",
        "accounts-api:token-detail",
        {"key": "vgl_none"},
        visitor=401,
        customer=404,
        agent=404,
        lead=404,
        admin=404,
    ),
]
