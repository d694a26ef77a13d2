import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '#local';
import type { Schema } from './json-schema';

export type Server = 'index' | 'custodian';
export const DOCUMENTS: Readonly<Record<Server, string>> = {
  index: 'docs/openapi.json',
  custodian: 'docs/openapi-custodian.json',
};

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query';
  readonly required: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface Answer {
  readonly description: string;
  readonly headers?: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: Schema; readonly example?: unknown }>>;
}

/** One method on one path of a document, with everything that a test needs to send requests to it. */
export interface Operation {
  readonly server: Server;
  readonly id: string;
  readonly method: 'GET' | 'POST' | 'PUT';
  /** With the base path of the server, parameters in braces: `/v1/involvements/{id}` */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: Schema | undefined;
  readonly example: unknown;
  readonly answers: Readonly<Record<string, Answer>>;
  /** Scopes of which one is needed; none when the route is open */
  readonly scopes: readonly string[];
  readonly raw: Readonly<Record<string, unknown>>;
}

interface PathItem {
  readonly servers?: readonly { readonly url: string }[];
  readonly parameters?: readonly Parameter[];
  readonly [method: string]: unknown;
}

interface RawOperation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, { readonly schema: Schema; readonly example?: unknown }> };
  readonly responses: Readonly<Record<string, Answer>>;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
}

export interface OpenApi {
  readonly openapi: string;
  readonly info: Readonly<Record<string, unknown>>;
  readonly servers: readonly { readonly url: string }[];
  readonly tags: readonly { readonly name: string }[];
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly paths: Readonly<Record<string, PathItem>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly headers: Readonly<Record<string, unknown>>;
    readonly securitySchemes: Readonly<Record<string, unknown>>;
  };
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'];

export const readDocument = (server: Server): OpenApi =>
  JSON.parse(readFileSync(join(root, DOCUMENTS[server]), 'utf8')) as OpenApi;

export function operationsOf(server: Server): Operation[] {
  const document = readDocument(server);
  return Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const raw = item[method] as RawOperation;
      const base = (item.servers ?? document.servers)[0]?.url.replace(/\/$/, '') ?? '';
      const body = raw.requestBody?.content['application/json'];
      return {
        server,
        id: raw.operationId,
        method: method.toUpperCase() as Operation['method'],
        path: base + path,
        parameters: [...(item.parameters ?? []), ...(raw.parameters ?? [])],
        body: body?.schema,
        example: body?.example,
        answers: raw.responses,
        scopes: (raw.security ?? document.security).flatMap(({ bearer = [] }) => bearer),
        raw: raw as unknown as Record<string, unknown>,
      };
    }),
  );
}

/** Codes that the document names for a status of an operation. */
export function documentedCodes({ answers }: Operation, status: number): readonly string[] {
  const schema = answers[String(status)]?.content?.['application/problem+json']?.schema as
    { allOf?: readonly { properties?: { code?: { enum?: readonly string[] } } }[] } | undefined;
  return schema?.allOf?.flatMap(({ properties }) => properties?.code?.enum ?? []) ?? [];
}

/** Routes of the compiled controllers of a process, which are what runs: `GET /v1/involvements/{id}`. */
export function routesOfTheBuild(server: Server): string[] {
  const script = `
    require('reflect-metadata');
    const { RequestMethod } = require('@nestjs/common');
    const folder = process.cwd() + '/dist/apps/${server}/src/';
    const routes = require('node:fs').readdirSync(folder).filter((name) => name.endsWith('.controller.js'))
      .flatMap((name) => Object.values(require(folder + name)))
      .filter((one) => typeof one === 'function' && Reflect.hasMetadata('path', one))
      .flatMap((controller) => Object.getOwnPropertyNames(controller.prototype)
        .filter((name) => name !== 'constructor')
        .map((name) => controller.prototype[name])
        .filter((method) => Reflect.hasMetadata('path', method))
        .map((method) => RequestMethod[Reflect.getMetadata('method', method)] + ' '
          + ('/' + Reflect.getMetadata('path', controller) + '/' + Reflect.getMetadata('path', method))
            .replace(/\\/+/g, '/').replace(/(.)\\/$/, '$1').replace(/:(\\w+)/g, '{$1}')));
    process.stdout.write(JSON.stringify(routes));`;
  return JSON.parse(execFileSync(process.execPath, ['-e', script], { cwd: root, encoding: 'utf8' })) as string[];
}
