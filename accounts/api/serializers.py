"""People as JSON."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.forms import timezone_choices
from accounts.models import ApiToken, User


class MeSerializer(serializers.ModelSerializer):
    """The signed-in person, as they see themselves."""

    language = serializers.ChoiceField(choices=settings.LANGUAGES)
    timezone = serializers.CharField(max_length=64)
    roles = serializers.SerializerMethodField()

    class Meta:
        model = User
        fields = ("id", "email", "name", "language", "timezone", "roles")
        read_only_fields = ("id", "email")

    def get_roles(self, user: User) -> list[str]:
        return sorted(user.roles)

    def validate_timezone(self, value: str) -> str:
        if value not in dict(timezone_choices()):
            raise serializers.ValidationError(_("Choose one of the time zones in the list."), code="timezone")
        return value


class TokenSerializer(serializers.ModelSerializer):
    """A token as it may be listed: never its text."""

    key = serializers.CharField(source="token_key", read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True)
    created_at = serializers.DateTimeField(source="created", read_only=True)

    class Meta:
        model = ApiToken
        fields = ("key", "name", "scope", "created_at", "last_used_at", "expires_at")


class NewTokenSerializer(TokenSerializer):
    """A token just created, with its text: shown this once."""

    token = serializers.CharField(read_only=True)

    class Meta:
        model = ApiToken
        fields = (*TokenSerializer.Meta.fields, "token")


class SignInSerializer(serializers.Serializer[Any]):
    """What it takes to create a token without a session."""

    email = serializers.EmailField(max_length=254)
    password = serializers.CharField(max_length=1024, trim_whitespace=False, style={"input_type": "password"})
    code = serializers.CharField(
        max_length=32, required=False, allow_blank=True, help_text="From the authenticator app."
    )
    name = serializers.CharField(max_length=80)
    scope = serializers.ChoiceField(choices=ApiToken.Scope.choices, default=ApiToken.Scope.READ)
