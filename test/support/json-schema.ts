import fc, { type Arbitrary } from 'fast-check';

/** The part of JSON Schema 2020-12 that the OpenAPI documents use; a guard sees to it that they use no more. */
export interface Schema {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly example?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly pattern?: string;
  readonly format?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

export type Hints = Readonly<Record<string, Arbitrary<unknown>>>;
export type Schemas = Readonly<Record<string, Schema>>;

export const KEYWORDS: readonly (keyof Schema)[] = [
  '$ref',
  'type',
  'description',
  'example',
  'const',
  'enum',
  'pattern',
  'format',
  'minLength',
  'maxLength',
  'minimum',
  'maximum',
  'items',
  'minItems',
  'maxItems',
  'uniqueItems',
  'properties',
  'required',
  'additionalProperties',
  'propertyNames',
  'minProperties',
  'maxProperties',
  'allOf',
  'oneOf',
];

const FORMATS: Readonly<Record<string, (text: string) => boolean>> = {
  uuid: (text) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text),
  date: (text) =>
    /^\d{4}-\d\d-\d\d$/.test(text) && new Date(`${text}T00:00:00Z`).toISOString?.().startsWith(text) === true,
};

export const resolved = (schema: Schema, schemas: Schemas): Schema => {
  if (schema.$ref === undefined) return schema;
  const found = schemas[schema.$ref.replace('#/components/schemas/', '')];
  if (found === undefined) throw new Error(`${schema.$ref} leads nowhere`);
  return resolved(found, schemas);
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value;
}

const patterns = new Map<string, RegExp>();
const patternOf = (source: string): RegExp => {
  const known = patterns.get(source) ?? new RegExp(source, 'u');
  patterns.set(source, known);
  return known;
};

/** Where a value differs from its schema: the first place, as a path, or undefined when it is as described. */
export function faultIn(value: unknown, given: Schema, schemas: Schemas, at = '$'): string | undefined {
  const schema = resolved(given, schemas);
  const types = schema.type === undefined ? undefined : [schema.type].flat();
  const type = typeOf(value);
  if (types !== undefined && !types.includes(type) && !(types.includes('integer') && Number.isInteger(value)))
    return `${at}: ${type} in the place of ${types.join(' or ')}`;
  if (schema.const !== undefined && value !== schema.const) return `${at}: not the one value`;
  if (schema.enum !== undefined && !schema.enum.includes(value)) return `${at}: not of the list`;
  return faultInside(value, schema, schemas, at) ?? faultInMix(value, schema, schemas, at);
}

function faultInside(value: unknown, schema: Schema, schemas: Schemas, at: string): string | undefined {
  if (typeof value === 'string') return faultInText(value, schema, at);
  if (typeof value === 'number') {
    const { minimum = -Infinity, maximum = Infinity } = schema;
    return value < minimum || value > maximum || !Number.isFinite(value) ? `${at}: outside the limits` : undefined;
  }
  if (Array.isArray(value)) return faultInList(value, schema, schemas, at);
  return isObject(value) ? faultInObject(value, schema, schemas, at) : undefined;
}

function faultInText(value: string, { pattern, format, minLength = 0, maxLength = Infinity }: Schema, at: string) {
  const { length } = [...value];
  if (length < minLength || length > maxLength) return `${at}: too short or too long`;
  if (pattern !== undefined && !patternOf(pattern).test(value)) return `${at}: not after the pattern`;
  if (format !== undefined && FORMATS[format]?.(value) !== true) return `${at}: no ${format}`;
  return undefined;
}

function faultInList(list: readonly unknown[], schema: Schema, schemas: Schemas, at: string): string | undefined {
  const { minItems = 0, maxItems = Infinity, items } = schema;
  if (list.length < minItems || list.length > maxItems) return `${at}: too few or too many`;
  if (schema.uniqueItems === true && new Set(list).size < list.length) return `${at}: one twice`;
  if (items === undefined) return undefined;
  for (const [i, item] of list.entries()) {
    const fault = faultIn(item, items, schemas, `${at}[${i}]`);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultInObject(
  value: Record<string, unknown>,
  schema: Schema,
  schemas: Schemas,
  at: string,
): string | undefined {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  const { minProperties = 0, maxProperties = Infinity } = schema;
  const names = Object.keys(value);
  if (names.length < minProperties || names.length > maxProperties) return `${at}: too few or too many members`;
  const missing = required.find((name) => !Object.hasOwn(value, name));
  if (missing !== undefined) return `${at}: no ${missing}`;
  for (const name of names) {
    if (propertyNames !== undefined && faultIn(name, propertyNames, schemas) !== undefined) return `${at}: a name`;
    const inner = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
    if (inner === false) return `${at}: one member too many`;
    const fault = isObject(inner) ? faultIn(value[name], inner, schemas, `${at}.${name}`) : undefined;
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function faultInMix(value: unknown, { allOf = [], oneOf }: Schema, schemas: Schemas, at: string): string | undefined {
  for (const part of allOf) {
    const fault = faultIn(value, part, schemas, at);
    if (fault !== undefined) return fault;
  }
  if (oneOf === undefined) return undefined;
  const fitting = oneOf.filter((part) => faultIn(value, part, schemas, at) === undefined).length;
  return fitting === 1 ? undefined : `${at}: fits ${fitting} of the forms`;
}

/** Letters in place of `\p{C}`, which the generator cannot read: a name of the language, of one script or another. */
const NAME_LETTERS = 'aeiknorstäéøßżłдлж語字 .,\'"<>&()/-🏠0123456789';
const names = (least: number, most: number): Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...NAME_LETTERS), minLength: least, maxLength: most });

/**
 * Values that the schema describes. Lists are kept short; their limits are tried on their own.
 * @param hints values for schemas by name that come three times as often as others, since they stand for something
 */
export function valuesOf(given: Schema, schemas: Schemas, hints: Hints = {}): Arbitrary<unknown> {
  const hint = hints[given.$ref?.split('/').at(-1) ?? ''];
  const plain = anyOf(resolved(given, schemas), schemas, hints);
  return hint === undefined ? plain : fc.oneof({ weight: 3, arbitrary: hint }, { weight: 1, arbitrary: plain });
}

function anyOf(schema: Schema, schemas: Schemas, hints: Hints): Arbitrary<unknown> {
  if (schema.oneOf !== undefined) return fc.oneof(...schema.oneOf.map((part) => valuesOf(part, schemas, hints)));
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  switch ([schema.type].flat()[0]) {
    case 'string':
      return textsOf(schema);
    case 'integer':
      return fc.integer({ min: schema.minimum ?? -1000, max: schema.maximum ?? 1000 });
    case 'boolean':
      return fc.boolean();
    case 'array': {
      const minLength = schema.minItems ?? 0;
      const maxLength = Math.min(schema.maxItems ?? 3, Math.max(minLength, 3));
      const items = valuesOf(schema.items ?? {}, schemas, hints);
      return schema.uniqueItems === true
        ? fc.uniqueArray(items, { minLength, maxLength })
        : fc.array(items, { minLength, maxLength });
    }
    default:
      return objectsOf(schema, schemas, hints);
  }
}

function objectsOf(schema: Schema, schemas: Schemas, hints: Hints): Arbitrary<unknown> {
  const { properties = {}, required = [], additionalProperties, propertyNames } = schema;
  if (propertyNames !== undefined && isObject(additionalProperties))
    return fc.dictionary(
      valuesOf(propertyNames, schemas, hints) as Arbitrary<string>,
      valuesOf(additionalProperties as Schema, schemas, hints),
      { minKeys: schema.minProperties ?? 0, maxKeys: Math.min(schema.maxProperties ?? 3, 3), noNullPrototype: true },
    );
  const members = Object.entries(properties).map(([name, inner]) => [name, valuesOf(inner, schemas, hints)] as const);
  return fc.record(Object.fromEntries(members), { requiredKeys: [...required], noNullPrototype: true });
}

function textsOf({ pattern, format, minLength = 0, maxLength = 200 }: Schema): Arbitrary<string> {
  if (format === 'uuid') return fc.uuid();
  if (format === 'date')
    return fc
      .date({ min: new Date('2000-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
  if (pattern === undefined) return names(minLength, Math.min(maxLength, 40));
  if (pattern.includes('\\p{C}')) return names(1, 60);
  return fc
    .stringMatching(new RegExp(pattern, 'u'))
    .filter((text) => text.length >= minLength && text.length <= maxLength && text !== '__proto__');
}
