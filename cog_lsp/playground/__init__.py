"""The form of a model: an input as a field, and the field as Markdown, as a picture and on a live page."""
