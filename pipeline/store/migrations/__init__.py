"""How the tables came to be, step by step. Alembic runs them; nothing else imports them."""
