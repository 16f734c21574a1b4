"""The demo's people: staff with teams, skills and presence, and customers of six languages."""

import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group

from accounts.models import AgentSkill, Presence, Skill, Team, User
from helpdesk.demo.past import Past

PASSWORD = "vigil-demo"  # noqa: S105 it opens the demo only, which is served on loopback alone
LANGUAGES = {
    "en": "English",
    "zh-hans": "Simplified Chinese",
    "es": "Spanish",
    "ru": "Russian",
    "ja": "Japanese",
    "ko": "Korean",
}
ZONES = {
    "en": "Europe/London",
    "zh-hans": "Asia/Shanghai",
    "es": "America/Bogota",
    "ru": "Europe/Moscow",
    "ja": "Asia/Tokyo",
    "ko": "Asia/Seoul",
}
TOPICS = {
    "deposits": "Deposits and withdrawals",
    "identity": "Identity checks",
    "security": "Account security",
    "trading": "Spot and futures",
    "api": "API",
}
TEAMS = {
    "First line": "Answers first, in every language.",
    "Security": "Hacked accounts and everything that cannot wait.",
    "Quality": "Reviews, training and the reports.",
}
STAFF = [
    ("ana@agent.demo", "Ana Duarte", "agent", "en", "First line", "en es", "deposits identity trading"),
    ("jun@agent.demo", "Jun Takeda", "agent", "ja", "First line", "ja ko zh-hans", "deposits trading api"),
    ("olga@agent.demo", "Olga Sokolova", "agent", "ru", "First line", "ru en", "deposits identity"),
    ("carlos@agent.demo", "Carlos Ibarra", "agent", "es", "First line", "es en", "deposits trading"),
    ("wei@agent.demo", "陈薇", "agent", "zh-hans", "First line", "zh-hans en", "deposits identity"),
    ("minseo@agent.demo", "김민서", "agent", "ko", "First line", "ko en", "trading api"),
    ("haruka@agent.demo", "森遥", "agent", "ja", "First line", "ja en", "identity deposits"),
    ("tom@agent.demo", "Tom Achebe", "agent", "en", "Security", "en ru es zh-hans", "security identity"),
    ("lead@staff.demo", "Lena Okafor", "lead", "en", "Quality", "en es ru", "deposits security"),
    ("admin@staff.demo", "Ada Brandt", "administrator", "en", "Quality", "en", ""),
]
CUSTOMERS = {
    "en": "Grace Holt,grace|Peter Lang,peter|Amira Khan,amira|Noah Fields,noah|Ella Byrne,ella|Sam Okoye,sam|"
    "Ruth Adler,ruth|Liam Porter,liam",
    "zh-hans": "林梅,mei|王芳,fang|李强,qiang|张伟,wei.zhang|刘洋,yang|赵静,jing|孙磊,lei|周敏,min",
    "es": "Lucía Romero,lucia|Diego Paz,diego|Marta Soler,marta|Iván Cruz,ivan.cruz|Elena Vidal,elena|Raúl Peña,raul|"
    "Sofía Mora,sofia|Andrés Gil,andres",
    "ru": "Иван Петров,ivan|Анна Белова,anna|Олег Титов,oleg|Мария Ким,maria|Павел Орлов,pavel|Дарья Зуева,daria|"
    "Юрий Лапин,yuri|Нина Фролова,nina",
    "ja": "佐藤健,ken|鈴木葵,aoi|高橋蓮,ren|田中結衣,yui|伊藤翔,sho|渡辺凛,rin|中村悠,yu|小林咲,saki",
    "ko": "이지훈,jihun|박서연,seoyeon|최민준,minjun|정하은,haeun|강도윤,doyun|윤지우,jiwoo|임수아,sua|한예준,yejun",
}


@dataclass(slots=True)
class Cast:
    """Who takes part, by the language they can talk in."""

    lead: User
    admin: User
    agents: list[User]
    speakers: dict[str, list[User]] = field(default_factory=dict)
    customers: dict[str, list[User]] = field(default_factory=dict)
    security: User | None = None


def build_cast(past: Past, rng: random.Random) -> Cast:
    secret = make_password(PASSWORD)
    teams = {
        name: Team.objects.update_or_create(name=name, defaults={"description": words})[0]
        for name, words in TEAMS.items()
    }
    staff = [add_staff(row, teams, secret, past.now) for row in STAFF]
    by_mail = {user.email: user for user in staff}
    cast = Cast(
        lead=by_mail["lead@staff.demo"],
        admin=by_mail["admin@staff.demo"],
        agents=[user for user in staff if user.email.endswith("@agent.demo")],
        security=by_mail["tom@agent.demo"],
    )
    add_skills(cast, staff, past)
    for language in LANGUAGES:
        cast.customers[language] = add_customers(language, secret, past, rng)
    everybody = [*staff, *(user for users in cast.customers.values() for user in users)]
    EmailAddress.objects.bulk_create(
        EmailAddress(user=user, email=user.email, verified=True, primary=True) for user in everybody
    )
    return cast


def add_staff(row: tuple[str, ...], teams: dict[str, Team], secret: str, moment: datetime) -> User:
    email, name, role, language, team, *_skills = row
    joined = moment - timedelta(days=200)
    user = User.objects.create(
        email=email,
        name=name,
        language=language if language != "zh-hans" else "zh-hans",
        timezone=ZONES[language],
        password=secret,
        team=teams[team],
        is_staff=True,
        is_superuser=role == "administrator",
        email_verified_at=joined,
        date_joined=joined,
    )
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    Presence.objects.create(user=user, capacity=3, since=moment, seen_at=moment, **at_home(role))
    return user


def at_home(role: str) -> dict[str, Any]:
    """An agent of the demo is away only until their console is open: whoever signs in as one is available."""
    return {"state": Presence.State.AWAY, "is_silent": True} if role == "agent" else {}


def add_skills(cast: Cast, staff: list[User], past: Past) -> None:
    """Languages and topics as skills; some end soon, so that expiry has something to show."""
    kinds = [(code, name, Skill.Kind.LANGUAGE) for code, name in LANGUAGES.items()]
    kinds += [(code, name, Skill.Kind.TOPIC) for code, name in TOPICS.items()]
    skills = {
        code: Skill.objects.get_or_create(code=code, defaults={"name": name, "kind": kind})[0]
        for code, name, kind in kinds
    }
    for row, user in zip(STAFF, staff, strict=True):
        languages, topics = row[5].split(), row[6].split()
        for code in [*languages, *topics]:
            ends = past.now + timedelta(days=20) if code == "api" else None
            level = 5 if code == languages[0] else 3
            granted = past.now - timedelta(days=150)
            AgentSkill.objects.create(
                user=user, skill=skills[code], level=level, granted_at=granted, expires_at=ends
            )
            told = {"skill": code, "level": level, "expires_at": ends.isoformat() if ends else None}
            past.tell(granted, "skill.granted", user, actor=cast.admin, data=told)
        for code in languages if user in cast.agents else ():
            cast.speakers.setdefault(code, []).append(user)


def add_customers(language: str, secret: str, past: Past, rng: random.Random) -> list[User]:
    users = []
    for entry in CUSTOMERS[language].split("|"):
        name, local = entry.split(",")
        joined = past.now - timedelta(days=rng.randint(16, 400), minutes=rng.randint(0, 1400))
        users.append(
            User(
                email=f"{local}@customer.demo",
                name=name,
                language=language,
                timezone=ZONES[language],
                password=secret,
                email_verified_at=joined,
                date_joined=joined,
            )
        )
    User.objects.bulk_create(users)
    for user in users:
        past.tell(user.date_joined, "customer.signed_up", user, actor=user, customer=user)
    return users
