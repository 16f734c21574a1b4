"""Reads about people that more than one caller needs."""

from accounts.models import STAFF_ROLES, AgentSkill, Presence, Skill, User, UserQuerySet


def reachable_agents() -> UserQuerySet:
    """Active agents who said they are available and were heard from within the last minute."""
    present = Presence.objects.reachable().values("user")
    return User.objects.staff().filter(pk__in=present, groups__name__in=STAFF_ROLES).distinct()


def agents_for_chat(language: str) -> UserQuerySet:
    """Reachable agents who hold a valid skill in `language`; when there is none, every reachable agent.

    A chat in a language nobody speaks is better answered through translation than not at all.
    """
    speakers = AgentSkill.objects.valid().filter(skill__kind=Skill.Kind.LANGUAGE, skill__code=language)
    fitting = reachable_agents().filter(pk__in=speakers.values("user"))
    return fitting if fitting.exists() else reachable_agents()


def skills_of(user: User) -> set[str]:
    """Codes of the skills somebody holds now; expired ones are left out."""
    return set(AgentSkill.objects.valid().filter(user=user).values_list("skill__code", flat=True))
