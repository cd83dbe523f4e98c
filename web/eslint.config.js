// SPDX-License-Identifier: Apache-2.0
import js from '@eslint/js';
import vue from 'eslint-plugin-vue';
import globals from 'globals';
import typescript from 'typescript-eslint';

const size = {
  'max-len': ['error', { code: 100, ignoreUrls: true }],
  'max-lines': ['error', { max: 400 }],
  'max-lines-per-function': ['error', { max: 70, skipComments: true }],
};

export default typescript.config(
  { ignores: ['dist/', 'api/', 'node_modules/', '.node/'] },
  js.configs.recommended,
  ...typescript.configs.strict,
  ...vue.configs['flat/recommended'],
  {
    files: ['src/**/*.vue'],
    languageOptions: { parserOptions: { parser: typescript.parser } },
  },
  {
    files: ['src/**/*.{ts,vue}', '*.ts'],
    languageOptions: { globals: globals.browser },
    rules: {
      ...size,
      eqeqeq: 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-undef': 'off',
      '@typescript-eslint/consistent-type-imports': 'error',
      // Data is text, never markup; addresses of forms and pictures are bound.
      'vue/no-v-html': 'error',
      'vue/no-static-inline-styles': 'error',
      'vue/block-lang': ['error', { script: { lang: 'ts' } }],
      'vue/component-api-style': ['error', ['script-setup']],
      'vue/multi-word-component-names': 'off',
      'vue/max-attributes-per-line': 'off',
      'vue/singleline-html-element-content-newline': 'off',
      'vue/html-closing-bracket-newline': 'off',
      'vue/html-self-closing': ['error', {
        html: { void: 'never', normal: 'any', component: 'always' },
      }],
      'vue/html-indent': ['error', 2],
      'vue/first-attribute-linebreak': 'off',
      'vue/multiline-html-element-content-newline': 'off',
      'vue/require-default-prop': 'off',
    },
  },
  {
    files: ['**/*.{js,mjs}'],
    languageOptions: { globals: { ...globals.node, ...globals.browser } },
    rules: size,
  },
  // A suite of tests is one long function of short ones.
  { files: ['**/*.test.{ts,mjs}'], rules: { 'max-lines-per-function': 'off' } },
);
