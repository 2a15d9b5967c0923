"""The words of mails, as Jinja2 templates: a package so that a wheel takes them along."""
