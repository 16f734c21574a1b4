"""The help center as an API: for apps, bots and partner sites. Only what is published; no sign-in needed."""
