"""The editors' pages of the glossary, below /console/glossary/."""

from django.urls import path

from knowledgebase.glossary.views import desk

app_name = "glossary-console"
urlpatterns = [
    path("", desk.term_list, name="term-list"),
    path("new/", desk.term_new, name="term-new"),
    path("import/", desk.terms_import, name="terms-import"),
    path("export.<str:kind>", desk.terms_export, name="terms-export"),
    path("terms/<slug:slug>/", desk.term_detail, name="term-detail"),
    path("terms/<slug:slug>/facts/", desk.term_facts, name="term-facts"),
    path("terms/<slug:slug>/remove/", desk.term_remove, name="term-remove"),
    path("terms/<slug:slug>/<slug:language>/", desk.words_save, name="words-save"),
    path("terms/<slug:slug>/<slug:language>/lock/", desk.words_lock, name="words-lock"),
    path("terms/<slug:slug>/<slug:language>/remove/", desk.words_remove, name="words-remove"),
]
