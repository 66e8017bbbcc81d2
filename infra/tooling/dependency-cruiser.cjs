// A folder under libs/ is a bounded context unless it is named here, so a new one starts under the strict rules.
const platform =
  '(?:kernel|event-store|projections|ledger|credentials|vault|messaging|identity|documents|postgres|process)';
const context = `^libs/(?!${platform}/)([^/]+)/src/`;
// What puts a context together: its list of deciders, views and reactions, its index, and its module.
const shell = '(?:\\.module|/index|/context)\\.ts$';
// Specs, and what several specs of one library share in its folder spec/.
const test = '(?:\\.(?:spec|int-spec|kafka-spec)\\.ts$|^(?:apps|libs)/[^/]+/spec/)';
const zod = '(?:^|/)node_modules/zod/';
const kernel = '^libs/kernel/src/';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-cycles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      comment: 'an import that is not found would slip through every other rule',
      from: {},
      to: { couldNotResolve: true },
    },
    {
      name: 'libs-never-import-apps',
      severity: 'error',
      from: { path: '^libs/', pathNot: test },
      to: { path: '^apps/' },
    },
    {
      name: 'kernel-stands-alone',
      severity: 'error',
      comment:
        'zod for shapes, chinese-days for the calendar of working days; nothing else, not even of Node',
      from: { path: '^libs/kernel/', pathNot: test },
      to: { pathNot: ['^libs/kernel/', zod, '(?:^|/)node_modules/chinese-days/'] },
    },
    {
      name: 'platform-knows-no-context',
      severity: 'error',
      from: { path: `^libs/${platform}/` },
      to: { path: context },
    },
    {
      name: 'aggregates-are-pure',
      severity: 'error',
      comment:
        "all of a context but read/, react/, its module, its context.ts and its index: only the like of themselves, other contexts' events, the kernel and zod",
      from: { path: context, pathNot: [`${context}(?:read|react)/`, shell, test] },
      to: {
        pathNot: ['^libs/$1/src/(?!read/|react/)', kernel, zod, '^libs/[^/]+/src/events\\.ts$'],
      },
    },
    {
      name: 'contexts-meet-only-in-events',
      severity: 'error',
      from: { path: context, pathNot: test },
      to: { path: context, pathNot: ['^libs/$1/', '/src/events\\.ts$'] },
    },
    {
      name: 'no-graphql-below-the-gateway',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '(?:^|/)node_modules/(?:@nestjs/graphql|@graphql-yoga|graphql[^/]*)/' },
    },
    {
      name: 'read-does-not-decide',
      severity: 'error',
      from: { path: `${context}read/`, pathNot: test },
      to: { path: `${context}[^/]+\\.ts$`, pathNot: '/events\\.ts$' },
    },
    {
      name: 'apps-enter-by-the-front-door',
      severity: 'error',
      from: { path: '^apps/' },
      to: { path: '^libs/', pathNot: '/src/(?:index|events)\\.ts$' },
    },
    {
      name: 'one-client-of-eventstoredb',
      severity: 'error',
      comment: "loaded in one process, the two overwrite each other's protocol definitions",
      from: {},
      to: { path: '(?:^|/node_modules/)@kurrent/kurrentdb-client' },
    },
    {
      name: 'tests-stay-outside',
      severity: 'error',
      comment: 'what is shipped never leans on what is only there for tests and benches',
      from: { path: '^(?:apps|libs)/', pathNot: test },
      to: { path: ['^test/', test] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['source', 'import', 'require', 'node', 'default', 'types'],
    },
  },
};
