"""cog-lsp: the language server for people who publish models with Cog on Replicate."""

__version__ = "0.1.0"
