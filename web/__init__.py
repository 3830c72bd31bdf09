"""The public face: the chat page and `POST /api/chat`. Speaks to Rasa by HTTP only."""
