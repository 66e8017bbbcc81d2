import { dirname } from 'node:path';
import tseslint from 'typescript-eslint';
import { saySoWhenSwallowing } from './swallowed-errors.mjs';

const root = dirname(dirname(import.meta.dirname));
// All but the kernel, which is as pure as a context's root.
const platform =
  '{event-store,projections,ledger,credentials,vault,messaging,identity,documents,postgres,process}';
const tests = [
  '**/*.spec.ts',
  '**/*.int-spec.ts',
  '**/*.kafka-spec.ts',
  '{apps,libs}/*/spec/**',
  'test/**',
];

const defaultExport = {
  selector: 'ExportDefaultDeclaration',
  message: 'Export by name: a default has no name to search for.',
};
const impure = (what) => `${what} is not for pure files: time, chance and ids come in the context.`;
const impurities = [
  {
    selector: "MemberExpression[object.name='Date'][property.name='now']",
    message: impure('Date.now'),
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: impure('new Date()'),
  },
  { selector: "CallExpression[callee.name='Date']", message: impure('Date()') },
  {
    selector: "MemberExpression[object.name='Math'][property.name='random']",
    message: impure('Math.random'),
  },
  { selector: "MemberExpression[property.name='randomUUID']", message: impure('randomUUID') },
  { selector: "Identifier[name='randomUUID']", message: impure('randomUUID') },
];

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', '.data/', '.cache/', 'coverage/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' } },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { project: 'tsconfig.json', tsconfigRootDir: root } },
    plugins: { skilltrace: { rules: { 'say-so-when-swallowing': saySoWhenSwallowing } } },
    rules: {
      'skilltrace/say-so-when-swallowing': 'error',
      'max-lines': ['error', { max: 300 }],
      'max-params': ['error', { max: 4 }],
      'max-lines-per-function': ['error', { max: 40, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': ['error', defaultExport],
      'no-console': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { allowDefaultCaseForExhaustiveSwitch: false },
      ],
      // Figures in messages are what these templates are for.
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      // `() => void push()` says what it means; the rule asks for braces instead.
      '@typescript-eslint/no-confusing-void-expression': 'off',
      // An index the code itself has just made is not an open question.
      '@typescript-eslint/no-non-null-assertion': 'off',
      // Texts that are taken apart here are codes in ASCII.
      '@typescript-eslint/no-misused-spread': [
        'error',
        { allow: [{ from: 'lib', name: 'string' }] },
      ],
      // Nest's object types are classes only for their decorators; what resolvers answer are plain objects of that shape.
      '@typescript-eslint/no-unsafe-class-instance-assignment': 'off',
      // Nest modules are classes with nothing but a decorator.
      '@typescript-eslint/no-extraneous-class': ['error', { allowWithDecorator: true }],
      // Ports and deciders are plain objects of functions that never read `this`.
      '@typescript-eslint/unbound-method': 'off',
      // A port's answer is a promise whether or not its adapter has to wait.
      '@typescript-eslint/require-await': 'off',
    },
  },
  {
    files: ['libs/*/src/**/*.ts'],
    ignores: [`libs/${platform}/**`, 'libs/*/src/{read,react}/**', '**/*.module.ts', ...tests],
    rules: { 'no-restricted-syntax': ['error', defaultExport, ...impurities] },
  },
  {
    files: tests,
    rules: {
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
    },
  },
  {
    files: ['apps/{cli,standalone}/src/**', 'test/**', 'infra/**'],
    rules: { 'no-console': 'off' },
  },
);
