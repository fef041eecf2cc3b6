call cog_lsp#define_for_ale('python')
