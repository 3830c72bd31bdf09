"""A turn that explains a policy beside stock Rasa saying one fixed sentence."""
