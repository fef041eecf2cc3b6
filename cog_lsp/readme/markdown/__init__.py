"""Parts of Markdown with places."""
