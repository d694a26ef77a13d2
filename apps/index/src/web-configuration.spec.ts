import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { webConfiguration } from './web-configuration';

const folder = mkdtempSync(join(tmpdir(), 'raakvlak-web-'));
afterAll(() => rmSync(folder, { recursive: true }));

const client = {
  custodian: 'https://sleutel.example/v1',
  custodianAudience: 'urn:raakvlak:custodian',
  issuer: 'https://login.example/realm',
  clientId: 'raakvlak-web',
  indexAudience: 'urn:raakvlak:index',
  rootKey: 'AAAA',
};

function read(content: unknown) {
  const file = join(folder, 'web.json');
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return webConfiguration(file);
}

it.each([
  ['no JSON', 'x', 'JSON'],
  ['no client', { ...client, clientId: undefined }, 'clientId'],
  ['an issuer that is no address', { ...client, issuer: 'javascript:alert(1)' }, 'addresses'],
  ['a name of the municipality over two lines', { ...client, municipality: 'Gemeente\nX' }, 'municipality'],
  ['a name with marks that turn the text around', { ...client, municipality: 'Gemeente \u202ex' }, 'municipality'],
  ['a contact that is no text', { ...client, privacyContact: 12 }, 'privacyContact'],
  ['a contact without end', { ...client, accessibilityContact: 'x'.repeat(201) }, 'accessibilityContact'],
  ['a helpdesk that is no object', { ...client, helpdesk: '14 033' }, 'helpdesk'],
  ['a helpdesk that is nothing', { ...client, helpdesk: null }, 'helpdesk'],
  ['a number that no phone can dial', { ...client, helpdesk: { phone: 'bel de balie' } }, 'helpdesk.phone'],
  ['an address that no mail reaches', { ...client, helpdesk: { email: 'helpdesk' } }, 'helpdesk.email'],
])('a file with %s stops the start', (_what, content, said) => {
  expect(() => read(content)).toThrow(said);
});

it('the words about whom to ask may all be left out', () => {
  expect(read(client)).toStrictEqual({ app: client, connect: ['https://sleutel.example', 'https://login.example'] });
  expect(read({ ...client, helpdesk: {} }).app).toStrictEqual({ ...client, helpdesk: {} });
});

it('and are passed on as they are', () => {
  const words = {
    municipality: '’s-Hertogenbosch',
    helpdesk: { phone: '+31 (0)33 000 00 90', email: 'help.desk@stad.example' },
    privacyContact: 'Bureau Privacy, 14 033',
    accessibilityContact: 'toegankelijk@stad.example',
  };
  expect(read({ ...client, ...words }).app).toMatchObject(words);
});
