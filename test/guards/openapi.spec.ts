import { scopesOf } from '#access';
import { ROUTES } from '../flows/index-routes';
import { KEYWORDS, type Schema, faultIn, resolved } from '../support/json-schema';
import { type OpenApi, type Operation, operationsOf, readDocument, routesOfTheBuild } from '../support/openapi';

const SERVERS = ['index', 'custodian'] as const;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Every schema object in the document, inner ones included, with the path to it. */
function schemasIn(document: OpenApi): [string, Schema][] {
  const found: [string, Schema][] = [];
  const enter = (schema: Schema, at: string): void => {
    found.push([at, schema]);
    const { items, propertyNames, additionalProperties, properties = {}, allOf = [], oneOf = [] } = schema;
    for (const [name, inner] of Object.entries(properties)) enter(inner, `${at}.${name}`);
    for (const inner of [items, propertyNames, additionalProperties, ...allOf, ...oneOf])
      if (isObject(inner)) enter(inner as Schema, `${at}[]`);
  };
  const search = (value: unknown, at: string): void => {
    if (Array.isArray(value)) value.forEach((item, i) => search(item, `${at}/${i}`));
    else if (isObject(value))
      for (const [name, inner] of Object.entries(value))
        if (name === 'schema') enter(inner as Schema, `${at}/${name}`);
        else if (name === 'schemas') Object.entries(inner as object).forEach(([key, one]) => enter(one as Schema, key));
        else if (name !== 'example') search(inner, `${at}/${name}`);
  };
  search(document, '#');
  return found;
}

const each = SERVERS.flatMap((server) =>
  operationsOf(server).map((one) => [`${one.method} ${one.path}`, one] as const),
);

describe.each(SERVERS)('the OpenAPI document of the %s', (server) => {
  const document = readDocument(server);
  const schemas = document.components.schemas;

  it('describes the routes that the running process has, all of them and no others', () => {
    const described = operationsOf(server).map(({ method, path }) => `${method} ${path}`);
    expect(described.sort()).toEqual(routesOfTheBuild(server).sort());
  });

  it('has what OpenAPI 3.1 and the API Design Rules ask of a document', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toEqual(
      expect.objectContaining({
        title: expect.stringMatching(/^Raakvlak/) as string,
        version: expect.stringMatching(/^\d+\.\d+\.\d+$/) as string,
        contact: { name: expect.any(String), url: expect.any(String), email: expect.any(String) },
        license: { name: 'EUPL-1.2', identifier: 'EUPL-1.2' },
      }),
    );
    expect(document.servers[0]?.url).toBe(`/v${String(document.info['version']).split('.')[0]}`);
    expect(document.components.securitySchemes).toEqual({
      bearer: expect.objectContaining({ type: 'http', scheme: 'bearer' }) as unknown,
    });
    for (const path of Object.keys(document.paths)) expect(path).toMatch(/^(\/([a-z][a-z-]*(\.json)?|\{[a-z]+\}))+$/);
  });

  it('says where every reference leads, and refers to everything that it defines', () => {
    const text = JSON.stringify(document);
    const references = [...text.matchAll(/"\$ref":"#\/components\/(\w+)\/(\w+)"/g)].map(([, kind, name]) => [
      kind,
      name,
    ]);
    expect(references).toHaveLength(text.split('"$ref"').length - 1);
    const components = document.components as unknown as Record<string, Record<string, unknown>>;
    expect(references.filter(([kind = '', name = '']) => components[kind]?.[name] === undefined)).toEqual([]);
    const used = new Set(references.map(([kind, name]) => `${kind}/${name}`));
    const defined = ['schemas', 'headers'].flatMap((kind) =>
      Object.keys(components[kind] ?? {}).map((name) => `${kind}/${name}`),
    );
    expect(defined.filter((name) => !used.has(name))).toEqual([]);
  });

  it('limits every field: no open object, no endless text or list, every pattern from beginning to end', () => {
    const open = schemasIn(document).filter(([, schema]) => !isClosed(schema));
    // What an OpenAPI document may hold is said by OpenAPI.
    expect(open.map(([at]) => at).filter((at) => !at.includes('openapi.json'))).toEqual([]);
  });

  it('uses no keyword that the generator and the checks of the tests do not know', () => {
    const unknown = schemasIn(document).flatMap(([at, schema]) =>
      Object.keys(schema)
        .filter((word) => !(KEYWORDS as readonly string[]).includes(word))
        .map((word) => `${at}: ${word}`),
    );
    expect(unknown).toEqual([]);
  });

  it('gives examples that are as it describes', () => {
    const examples: unknown[] = [];
    const search = (value: unknown): void => {
      if (Array.isArray(value)) value.forEach(search);
      if (!isObject(value)) return;
      if ('schema' in value && 'example' in value)
        examples.push(faultIn(value['example'], value['schema'] as Schema, schemas));
      Object.values(value).forEach(search);
    };
    search(document);
    expect(examples.length).toBeGreaterThan(3);
    expect(examples.filter((fault) => fault !== undefined)).toEqual([]);
  });

  it('names each tag and each operation once', () => {
    const operations = operationsOf(server);
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
    const tags = document.tags.map(({ name }) => name).sort();
    const used = new Set(operations.flatMap(({ raw }) => raw['tags'] as string[]));
    expect([...used].sort()).toEqual(tags);
  });
});

function isClosed(schema: Schema): boolean {
  const { type, enum: words, const: one, pattern, format, maxLength, maxItems, maximum, allOf, oneOf, $ref } = schema;
  if (pattern !== undefined && !/^\^.*\$$/.test(pattern)) return false;
  if ([words, one, allOf, oneOf, $ref].some((said) => said !== undefined)) return true;
  switch ([type].flat()[0]) {
    case 'string':
      return pattern !== undefined || format !== undefined || maxLength !== undefined;
    case 'array':
      return maxItems !== undefined && schema.items !== undefined;
    case 'integer':
      return maximum !== undefined && schema.minimum !== undefined;
    case 'boolean':
      return true;
    case 'object':
      return schema.additionalProperties === false || schema.maxProperties !== undefined;
    default:
      // The part of a problem that narrows status and code.
      return schema.properties !== undefined && Object.keys(schema.properties).join() === 'status,code';
  }
}

describe.each(each)('%s', (_, operation) => {
  const schemas = readDocument(operation.server).components.schemas;

  it('is described in words, with its parameters', () => {
    for (const word of ['summary', 'description']) expect(String(operation.raw[word])).toMatch(/^[A-Z].{5,}/);
    expect(operation.id).toMatch(/^[a-z][A-Za-z]+$/);
    const inPath = [...operation.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect(operation.parameters.filter((one) => one.in === 'path').map(({ name }) => name)).toEqual(inPath);
    for (const { required } of operation.parameters) expect(required).toBe(true);
    expect(operation.body !== undefined).toBe(operation.method !== 'GET');
  });

  it('has one kind of answer that is no refusal, and every refusal as a problem with codes of its own', () => {
    const statuses = Object.keys(operation.answers).map(Number);
    expect(statuses.some((status) => status < 300)).toBe(true);
    for (const status of statuses) {
      const { headers, content = {} } = operation.answers[status] ?? {};
      expect(headers).toHaveProperty('API-Version');
      if (status < 300) continue;
      expect(Object.keys(content)).toEqual(['application/problem+json']);
      expectProblemSchema(content['application/problem+json']?.schema, status, schemas);
      if (status === 503 || status === 429) expect(headers).toHaveProperty('Retry-After');
      if (status === 401) expect(headers).toHaveProperty('WWW-Authenticate');
    }
  });

  it('names the refusals that belong to its kind', () => {
    const statuses = Object.keys(operation.answers);
    const needed = [
      ...(operation.body === undefined ? [] : ['400', '413', '415']),
      ...(operation.scopes.length === 0 ? [] : ['401', '403']),
      '503',
    ];
    expect(statuses).toEqual(expect.arrayContaining(needed));
  });
});

function expectProblemSchema(schema: Schema | undefined, status: number, schemas: Readonly<Record<string, Schema>>) {
  const [whole, narrowed] = schema?.allOf ?? [];
  expect(whole).toEqual({ $ref: '#/components/schemas/Problem' });
  expect(narrowed?.properties?.['status']).toEqual({ const: status });
  const codes = (narrowed?.properties?.['code']?.enum ?? []) as string[];
  const pattern = new RegExp(
    resolved({ $ref: '#/components/schemas/Problem' }, schemas).properties?.['code']?.pattern ?? '$^',
  );
  expect(codes.length).toBeGreaterThan(0);
  expect(new Set(codes).size).toBe(codes.length);
  expect(codes.filter((code) => !pattern.test(code))).toEqual([]);
}

it('each route of the index asks for the scope of its right', () => {
  const scopes = operationsOf('index').map((one: Operation) => [`${one.method} ${one.path}`, one.scopes]);
  const rights = ROUTES.map(({ method, path, right }) => [
    `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    right === 'open' ? [] : scopesOf(right),
  ]);
  expect(Object.fromEntries(scopes)).toEqual(Object.fromEntries(rights));
});
