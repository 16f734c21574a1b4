import factory
from django.contrib.auth.models import Group
from django.utils.timezone import now

from accounts.models import User


class UserFactory(factory.django.DjangoModelFactory):
    """A customer; `UserFactory(role="agent")` is staff."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"Person {n}")
    email_verified_at = factory.LazyFunction(now)

    @factory.post_generation
    def role(self, create, name, **kwargs):
        if not create or not name:
            return
        self.is_staff = True
        self.save(update_fields=["is_staff"])
        self.groups.add(Group.objects.get_or_create(name=name)[0])
