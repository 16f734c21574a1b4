"""The REST API about the person who asks."""

from typing import Any

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.actions import change_profile, create_token, revoke_token
from accounts.api.serializers import MeSerializer, NewTokenSerializer, SignInSerializer, TokenSerializer
from accounts.models import ApiToken
from accounts.permissions import signed_in
from accounts.signing_in import prove
from helpdesk.lib.errors import Missing


class Me(APIView):
    """The person this session or token belongs to."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(responses=MeSerializer)
    def get(self, request: Request) -> Response:
        return Response(MeSerializer(request.user).data)

    @extend_schema(request=MeSerializer, responses=MeSerializer)
    def patch(self, request: Request) -> Response:
        user = signed_in(request)
        wanted = MeSerializer(user, data=request.data, partial=True)
        wanted.is_valid(raise_exception=True)
        present = {"name": user.name, "language": user.language, "timezone": user.timezone}
        user = change_profile(user, **{**present, **wanted.validated_data}, actor=user)
        return Response(MeSerializer(user).data)


class Tokens(APIView):
    """API tokens: list one's own, or create one with e-mail, password and, where set up, a second factor."""

    @property
    def throttle_scope(self) -> str:
        return "tokens" if self.request.method == "POST" else ""

    def get_permissions(self) -> list[Any]:
        return [AllowAny() if self.request.method == "POST" else IsAuthenticated()]

    @extend_schema(responses=TokenSerializer(many=True))
    def get(self, request: Request) -> Response:
        return Response(TokenSerializer(ApiToken.objects.filter(user=request.user.pk), many=True).data)

    @extend_schema(
        request=SignInSerializer,
        responses={
            201: NewTokenSerializer,
            403: OpenApiResponse(description="The credentials are not right."),
        },
        auth=[],
    )
    def post(self, request: Request) -> Response:
        sent = SignInSerializer(data=request.data)
        sent.is_valid(raise_exception=True)
        wanted = sent.validated_data
        user = prove(
            request._request, email=wanted["email"], password=wanted["password"], code=wanted.get("code", "")
        )
        token, text = create_token(user, name=wanted["name"], scope=wanted["scope"], actor=user)
        body = {**TokenSerializer(token).data, "token": text}
        return Response(body, status=status.HTTP_201_CREATED, headers={"Cache-Control": "no-store"})


class Token(APIView):
    """One of one's own API tokens, named by its key: the letters it begins with."""

    permission_classes = (IsAuthenticated,)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request: Request, key: str) -> Response:
        user = signed_in(request)
        if not revoke_token(user, key, actor=user):
            raise Missing
        return Response(status=status.HTTP_204_NO_CONTENT)
