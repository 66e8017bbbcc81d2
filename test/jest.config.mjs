// Four kinds of spec, told apart by their suffix: `.spec.ts` is pure and runs in milliseconds, `.int-spec.ts` meets a real PostgreSQL,
// `.kafka-spec.ts` a real Kafka besides, and `.helm-spec.ts` renders the chart with Helm.
import { resolve } from 'node:path';

const rootDir = resolve(import.meta.dirname, '..');
const shared = {
  rootDir,
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          target: 'es2024',
          keepClassNames: true,
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};
export default {
  rootDir,
  maxWorkers: '100%',
  testTimeout: 30_000,
  projects: [
    { ...shared, displayName: 'pure', testMatch: ['<rootDir>/{apps,libs,test}/**/*.spec.ts'] },
    {
      ...shared,
      displayName: 'postgres',
      globalSetup: '<rootDir>/test/support/global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/global-teardown.mjs',
      testMatch: ['<rootDir>/{apps,libs,test}/**/*.int-spec.ts'],
    },
    {
      ...shared,
      displayName: 'kafka',
      globalSetup: '<rootDir>/test/support/kafka-global-setup.mjs',
      globalTeardown: '<rootDir>/test/support/kafka-global-teardown.mjs',
      testMatch: ['<rootDir>/{apps,libs,test}/**/*.kafka-spec.ts'],
    },
    {
      ...shared,
      displayName: 'helm',
      globalSetup: '<rootDir>/test/support/helm-global-setup.mjs',
      testMatch: ['<rootDir>/test/**/*.helm-spec.ts'],
    },
  ],
};
