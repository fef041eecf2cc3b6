import tseslint from "typescript-eslint";

// The preview's page is plain JavaScript; the packages are the extension's.
export default tseslint.config(...tseslint.configs.recommended, { rules: { eqeqeq: "error", "no-undef": "off" } });
