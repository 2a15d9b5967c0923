"""The web -> Post: fetches pages and reads them. Knows outlets and layouts, knows nothing of claims."""
