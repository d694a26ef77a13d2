import { readFileSync } from 'node:fs';

// Nest 12, jose and noble ship ES modules only; Jest on Node 20 cannot require() those, so swc turns them into CommonJS.
const swc = (parser) => [
  '@swc/jest',
  {
    jsc: { parser, target: 'es2022', transform: { legacyDecorator: true, decoratorMetadata: true } },
    module: { type: 'commonjs' },
  },
];

/** The front doors of package.json, pointed at the sources. */
const { imports } = JSON.parse(readFileSync(new URL('./package.json', import.meta.url), 'utf8'));
const doors = Object.fromEntries(
  Object.entries(imports).map(([door, { types }]) => [`^${door}$`, types.replace('./', '<rootDir>/')]),
);

const base = {
  rootDir: import.meta.dirname,
  testEnvironment: 'node',
  moduleFileExtensions: ['ts', 'js', 'mjs', 'json'],
  moduleNameMapper: doors,
  modulePathIgnorePatterns: ['<rootDir>/dist/', '<rootDir>/.raakvlak/'],
  transform: {
    '\\.ts$': swc({ syntax: 'typescript', decorators: true }),
    '\\.m?js$': swc({ syntax: 'ecmascript' }),
  },
  transformIgnorePatterns: ['/node_modules/(?!(@nestjs|jose|@noble)/)'],
};

export default {
  testTimeout: 300_000,
  projects: [
    { ...base, displayName: 'libs', testMatch: ['<rootDir>/{apps,libs}/**/*.spec.ts'] },
    { ...base, displayName: 'guards', testMatch: ['<rootDir>/test/guards/**/*.spec.ts'] },
    {
      ...base,
      displayName: 'flows',
      testMatch: ['<rootDir>/test/{flows,stories,faults,browser,hostile}/**/*.spec.ts'],
    },
  ],
};
