// Who may import whom. Every room is listed here or the check fails (test/guards/rooms.spec.ts).
const server = [
  'problem',
  'platform',
  'access',
  'transparency',
  'accountability',
  'organisation',
  'disclosure',
  'involvement',
  'oversight',
];
const before = (room) => server.slice(0, server.indexOf(room));

/** Per library: the doors it may use. A door is `room` (index.ts) or `room/door`. */
const LIBRARIES = {
  problem: [],
  transparency: [],
  tokens: ['problem'],
  client: ['problem', 'tokens', 'tokens/browser', 'tokens/node', 'transparency'],
  connector: ['problem', 'tokens', 'client/node'],
  platform: ['problem'],
  access: ['problem', 'platform'],
  accountability: ['problem', 'platform', 'access', 'transparency'],
  organisation: ['problem', 'platform', 'access', 'accountability', 'tokens'],
  disclosure: ['problem', 'platform', 'access', 'accountability', 'organisation', 'tokens'],
  involvement: [...before('involvement'), 'tokens'],
  oversight: [...before('oversight'), 'tokens'],
};

const APPS = {
  index: [...server, 'tokens'],
  worker: server,
  custodian: ['problem', 'platform', 'tokens', 'tokens/evaluator', 'transparency'],
  cli: ['problem', 'client/node', 'connector', 'tokens', 'transparency'],
  identity: [],
  web: ['problem', 'client/browser', 'client/proofs', 'connector/file-check', 'tokens', 'transparency'],
  local: ['client/node', 'tokens', 'tokens/node', 'transparency'],
};

const escape = (text) => text.replace(/[/.]/g, '\\$&');
const door = (name) => {
  const [room, file = 'index'] = name.split('/');
  return `^libs/${escape(room)}/src/${escape(file)}\\.ts$`;
};
const only = (folder, doors) => ({
  name: `${folder.replace('/', '-')}-imports-only-its-neighbours`,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: {
    path: '^(libs|apps|migrations|test)/',
    pathNot: [`^${folder}/`, ...doors.map(door), ...(folder.startsWith('apps/') ? ['^migrations/index\\.ts$'] : [])],
  },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'libraries-only-by-their-doors',
      severity: 'error',
      from: { path: '^test/' },
      to: {
        path: '^libs/[^/]+/src/',
        pathNot: '^libs/[^/]+/src/(index|browser|node|evaluator|proofs|file-check)\\.ts$',
      },
    },
    {
      name: 'apps-only-as-processes',
      severity: 'error',
      from: { path: '^test/' },
      to: { path: '^apps/(?!local/src/index\\.ts$)' },
    },
    {
      name: 'pure-rooms-stay-pure',
      severity: 'error',
      from: { path: '^libs/(problem|transparency)/', pathNot: '\\.spec\\.ts$' },
      to: { dependencyTypes: ['npm', 'core'], pathNot: '^node:crypto$|^crypto$' },
    },
    {
      name: 'no-server-parts-in-the-client',
      severity: 'error',
      from: { path: '^libs/(tokens|client|connector)/' },
      to: { path: 'node_modules/(@nestjs|typeorm|pg)/' },
    },
    ...Object.entries(LIBRARIES).map(([room, doors]) => only(`libs/${room}`, doors)),
    ...Object.entries(APPS).map(([app, doors]) => only(`apps/${app}`, doors)),
  ],
  options: {
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^dist/' },
    enhancedResolveOptions: {
      conditionNames: ['types', 'import', 'require', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
