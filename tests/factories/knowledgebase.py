import factory

from knowledgebase.actions import Words, publish_translation, save_translation
from knowledgebase.models import Article, Category


class CategoryFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Category

    slug = factory.Sequence(lambda n: f"category-{n}")


class ArticleFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Article

    slug = factory.Sequence(lambda n: f"article-{n}")
    category = factory.SubFactory(CategoryFactory)


def publish(article=None, language="en", *, title="How to do it", **words):
    """A published translation, indexed, of a new article unless one is given."""
    article = article or ArticleFactory()
    said = Words(title=title, **{"body": "Do it.", **words})
    return publish_translation(save_translation(article, language, words=said, actor=None), actor=None)
