"""Where facts about customers come from: one interface, and the knowledge base's own tables behind it."""
