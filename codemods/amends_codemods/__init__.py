"""The built-in codemods, one package each; every package's `CODEMOD` is found by walking this folder."""
